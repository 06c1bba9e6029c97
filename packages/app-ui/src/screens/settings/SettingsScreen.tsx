import { selectIsAdministrator } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { Icon } from '#components/Icon.tsx';
import { Link } from '#components/Link.tsx';
import { TextField } from '#components/TextField.tsx';
import { VisuallyHidden } from '#components/VisuallyHidden.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useRouteOf } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { BackButton } from '../items/BackButton.tsx';
import { searchSettings } from './search-settings.ts';
import { settingSections, type SettingSection } from './setting-groups.ts';

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  page: { flexDirection: 'row', gap: space.xxl, alignItems: 'flex-start' },
  stacked: { flexDirection: 'column', gap: space.xl, alignItems: 'stretch' },
  menu: { width: '14rem', flexShrink: 0, gap: 2 },
  menuPhone: { width: '100%', borderRadius: radius.sheet, backgroundColor: colors.surface, padding: space.sm },
  item: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(44),
    paddingHorizontal: space.md,
    borderRadius: radius.card,
    width: '100%',
  },
  itemOn: { backgroundColor: colors.tint },
  grow: { flexGrow: 1 },
  content: { flexGrow: 1, flexShrink: 1, minWidth: 0, gap: space.xxl, maxWidth: '52rem', width: '100%' },
  section: { gap: space.lg },
  search: { width: '20rem', maxWidth: '100%' },
}));

export function SettingsScreen() {
  const text = useText();
  const isPhone = useLayout() === 'phone';
  const isAdministrator = useAppSelector(selectIsAdministrator);
  const route = useRouteOf('settings');
  const [query, setQuery] = useState('');
  const sections = settingSections.filter((section) => isAdministrator || !section.isForAdministrators);
  const isSearching = query.trim() !== '';
  // On a phone the list of sections is a page of its own.
  const chosen = sections.find(({ id }) => id === route?.section) ?? (isPhone ? undefined : sections[0]);
  const shownSection = isSearching ? undefined : chosen;
  const isSubPage = isPhone && shownSection !== undefined;
  const title = text('settings.title');
  return (
    <Screen
      documentTitle={shownSection ? `${text(shownSection.title)} - ${title}` : title}
      leading={isSubPage && <BackButton fallback={{ screen: 'settings' }} />}
      title={isSubPage ? text(shownSection.title) : title}
      toolbar={!isSubPage && <SettingsSearch onChange={setQuery} value={query} />}
    >
      {isSearching ? (
        <FoundSettings query={query} sections={sections} />
      ) : (
        <ChosenSettings chosen={chosen} sections={sections} />
      )}
    </Screen>
  );
}

function SettingsSearch({ value, onChange }: { value: string; onChange: (query: string) => void }) {
  const styles = useStyles();
  const label = useText()('settings.search');
  const isPhone = useLayout() === 'phone';
  return (
    <View style={!isPhone && styles.search}>
      <TextField isLabelHidden kind="search" label={label} onChange={onChange} placeholder={label} value={value} />
    </View>
  );
}

function FoundSettings({ sections, query }: { sections: readonly SettingSection[]; query: string }) {
  const styles = useStyles();
  const text = useText();
  const found = searchSettings(sections, query, text);
  const nothing = text('settings.nothingFound', { query });
  return (
    <View style={styles.content}>
      <VisuallyHidden isLive>{found.length === 0 ? nothing : ''}</VisuallyHidden>
      {found.length === 0 && <EmptyState hint={text('settings.nothingFoundText')} icon="search" title={nothing} />}
      {found.map((section) => (
        <Section isTitleHidden={false} key={section.id} section={section} />
      ))}
    </View>
  );
}

interface ChosenSettingsProps {
  sections: readonly SettingSection[];
  chosen: SettingSection | undefined;
}

function ChosenSettings({ sections, chosen }: ChosenSettingsProps) {
  const styles = useStyles();
  const isPhone = useLayout() === 'phone';
  return (
    <View style={[styles.page, isPhone && styles.stacked]}>
      {(!isPhone || !chosen) && <SectionMenu chosen={chosen} sections={sections} />}
      {chosen && (
        <View style={styles.content}>
          <Section isTitleHidden={isPhone} section={chosen} />
        </View>
      )}
    </View>
  );
}

function SectionMenu({
  sections,
  chosen,
}: {
  sections: readonly SettingSection[];
  chosen: SettingSection | undefined;
}) {
  const styles = useStyles();
  const text = useText();
  const isPhone = useLayout() === 'phone';
  return (
    <View aria-label={text('settings.sections')} role="navigation" style={[styles.menu, isPhone && styles.menuPhone]}>
      {sections.map((section) => (
        <Link
          dataSet={{ nav: '' }}
          isCurrent={section === chosen}
          key={section.id}
          kind="block"
          style={[styles.item, section === chosen && styles.itemOn]}
          to={{ screen: 'settings', section: section.id }}
        >
          <Icon name={section.icon} />
          <AppText style={styles.grow} weight="medium">
            {text(section.title)}
          </AppText>
          {isPhone && <Icon name="chevron-end" size={16} />}
        </Link>
      ))}
    </View>
  );
}

function Section({ section, isTitleHidden }: { section: SettingSection; isTitleHidden: boolean }) {
  const styles = useStyles();
  const text = useText();
  const title = text(section.title);
  return (
    <View aria-label={title} role="region" style={styles.section}>
      {isTitleHidden ? (
        <VisuallyHidden>
          <AppText level={2}>{title}</AppText>
        </VisuallyHidden>
      ) : (
        <AppText level={2} size={20} weight="bold">
          {title}
        </AppText>
      )}
      {section.settings.map(({ id, Card }) => (
        <Card key={id} />
      ))}
    </View>
  );
}
