import { selectSettings, updateSettings } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import type { Settings } from '@jetstream/api-contract';

/** The person's settings, and how to change some of them. */
export function useSetting(): [Settings, (change: Partial<Settings>) => void] {
  const dispatch = useAppDispatch();
  return [useAppSelector(selectSettings), (change) => void dispatch(updateSettings(change))];
}
