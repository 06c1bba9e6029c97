import { useGetServerInfoQuery } from '@jetstream/app-core/hooks';
import { AppText } from '#components/AppText.tsx';
import { ExternalLink } from '#components/ExternalLink.tsx';
import { useText } from '#locale/use-text.ts';
import { SettingCard } from './SettingCard.tsx';

export function VersionSetting() {
  const text = useText();
  const { data } = useGetServerInfoQuery();
  return (
    <SettingCard
      control={data && <AppText isTabular>{text('settings.version', { version: data.version })}</AppText>}
      hint={text('settings.aboutText')}
      title="JetStream"
    />
  );
}

export function ApiSetting() {
  const text = useText();
  return (
    <SettingCard
      control={
        <AppText weight="medium">
          <ExternalLink href="/api/docs">{text('settings.openApiDocs')}</ExternalLink>
        </AppText>
      }
      hint={text('settings.apiDocsText')}
      title={text('settings.apiDocs')}
    />
  );
}
