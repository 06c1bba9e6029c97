import { rememberSearch } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import { useMemo, type KeyboardEvent } from 'react';
import { View, type HostElement } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { TextField } from '#components/TextField.tsx';
import { VisuallyHidden } from '#components/VisuallyHidden.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { ProblemState } from '../problems/ProblemState.tsx';
import { toSearchSections } from './search-rows.ts';
import { SearchResults } from './SearchResults.tsx';
import { SearchStart } from './SearchStart.tsx';
import { useOpenResult } from './use-open-result.ts';
import { useRowWalk } from './use-row-walk.ts';
import { useSearch, type Search } from './use-search.ts';

const useStyles = createStyles(({ space }) => ({
  page: { gap: space.xl },
  field: { maxWidth: '40rem', width: '100%' },
}));

export function SearchScreen() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const search = useSearch();
  const { typed, answeredQuery: query } = search;
  const sections = useMemo(() => search.result && toSearchSections(search.result), [search.result]);
  const open = useOpenResult(query, sections?.tracksToPlay ?? []);
  const { ref, onKeyDown } = useRowWalk();
  const first = sections?.rows[0];
  const remember = () => void dispatch(rememberSearch(query));
  const onFieldKey = (event: KeyboardEvent<HostElement>) => {
    // Text fields keep their keys to themselves, so the walk is called from here.
    onKeyDown(event);
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    // Keeps the focus in the field.
    event.preventDefault();
    if (!first || search.isSearching) return;
    remember();
    open(first);
  };
  return (
    <Screen
      documentTitle={query === '' ? text('search.title') : text('search.titleFor', { query })}
      isTitleHidden
      title={text('search.title')}
    >
      <View onKeyDown={onKeyDown} ref={ref} style={styles.page}>
        <View role="search" style={styles.field}>
          <TextField
            isAutoFocus
            isLabelHidden
            kind="search"
            label={text('search.title')}
            maxLength={200}
            onChange={search.type}
            onKeyDown={onFieldKey}
            placeholder={text('search.placeholder')}
            value={typed}
          />
        </View>
        <VisuallyHidden isLive>
          {sections && !search.isSearching ? text('search.resultCount', { count: sections.rows.length }) : ''}
        </VisuallyHidden>
        {typed.trim() === '' ? (
          <SearchStart onSearch={search.type} />
        ) : (
          <Answer onOpen={open} onRemember={remember} search={search} sections={sections} />
        )}
      </View>
    </Screen>
  );
}

interface AnswerProps {
  search: Search;
  sections: ReturnType<typeof toSearchSections> | undefined;
  onOpen: ReturnType<typeof useOpenResult>;
  onRemember: () => void;
}

function Answer({ search, sections, onOpen, onRemember }: AnswerProps) {
  const styles = useStyles();
  const text = useText();
  const { answeredQuery: query, failure, result } = search;
  if (failure) return <ProblemState failure={failure} isRetrying={search.isSearching} onRetry={search.retry} />;
  if (!sections) return <SkeletonRows count={6} hasCover />;
  if (sections.rows.length === 0 && !search.isSearching)
    return (
      <EmptyState hint={text('search.nothingText')} icon="search" title={text('search.nothingTitle', { query })} />
    );
  return (
    <View aria-busy={search.isSearching} onClick={onRemember} style={styles.page}>
      {result?.correctedQuery && (
        <AppText tone="muted">{text('search.corrected', { query, corrected: result.correctedQuery })}</AppText>
      )}
      <SearchResults onOpen={onOpen} sections={sections} />
    </View>
  );
}
