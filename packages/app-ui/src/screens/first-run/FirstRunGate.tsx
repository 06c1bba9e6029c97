import { endFirstRun, selectIsAdministrator, selectIsFirstRunOver, selectSession } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector, useListLibrariesQuery } from '@jetstream/app-core/hooks';
import { Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { useNavigation } from '#navigation/navigation.tsx';

export interface FirstRunGateProps {
  /** The first-run screen, loaded when it is wanted: most people never see it. */
  Screen: ComponentType<{ onFinish: () => void }>;
  fallback: ReactNode;
  /** Everything else. */
  children: ReactNode;
}

/**
 * Shows the first run in place of the app: on a server without an administrator, and to an administrator who has no music
 * folder yet, so that a reload in the middle goes on. It stays until the user opens JetStream, since its last step is for
 * watching the scan.
 */
export function FirstRunGate({ Screen, fallback, children }: FirstRunGateProps) {
  const { replace } = useNavigation();
  const { status } = useAppSelector(selectSession);
  const dispatch = useAppDispatch();
  const isAdministrator = useAppSelector(selectIsAdministrator);
  const isOver = useAppSelector(selectIsFirstRunOver);
  const [stage, setStage] = useState<'unknown' | 'running' | 'over'>('unknown');
  const { data } = useListLibrariesQuery(undefined, { skip: !isAdministrator || stage !== 'unknown' });
  const isWanted = status === 'setup-required' || (isAdministrator && !isOver && data?.items.length === 0);
  if (stage === 'unknown' && isWanted) setStage('running');
  if (stage === 'running' && status === 'signed-out') setStage('unknown');
  if (stage !== 'running') return children;
  const finish = () => {
    setStage('over');
    dispatch(endFirstRun());
    replace({ screen: 'home' });
  };
  return (
    <Suspense fallback={fallback}>
      <Screen onFinish={finish} />
    </Suspense>
  );
}
