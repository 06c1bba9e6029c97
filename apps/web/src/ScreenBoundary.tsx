import { Component, type ReactNode } from 'react';
import { ErrorState } from '@jetstream/app-ui/components/ErrorState.tsx';
import { useText } from '@jetstream/app-ui/locale/use-text.ts';

interface BoundaryProps {
  /** Another page gets another chance. */
  resetKey: string;
  children: ReactNode;
}

interface BoundaryState {
  error: Error | null;
  resetKey: string;
}

function ScreenFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const text = useText();
  // A chunk that is gone after an update of the server comes back with a new page only.
  const isStale = /import|module|chunk/i.test(error.message);
  return (
    <ErrorState
      hint={text('shell.screenFailedText')}
      onRetry={isStale ? () => location.reload() : onRetry}
      retryLabel={isStale ? text('shell.reload') : text('components.retry')}
      title={text('shell.screenFailedTitle')}
    />
  );
}

/** A screen that fails leaves the player and the navigation alone. */
export class ScreenBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ resetKey }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return resetKey === state.resetKey ? null : { error: null, resetKey };
  }

  override render() {
    const { error } = this.state;
    return error ? <ScreenFailure error={error} onRetry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
