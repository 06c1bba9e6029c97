import type { AppThunk } from '../app-state.ts';
import { play } from '../player/playback-thunks.ts';
import { undoQueueChange } from '../player/queue-thunks.ts';
import { dismissNotice } from './notices-slice.ts';

/** The person pressed a notice's button. */
export function runNoticeAction(noticeId: string): AppThunk {
  return (dispatch, getState) => {
    const notice = getState().notices.find((other) => other.id === noticeId);
    dispatch(dismissNotice(noticeId));
    if (notice?.action?.kind === 'undo-queue-change') dispatch(undoQueueChange());
    if (notice?.action?.kind === 'resume-playback') dispatch(play());
  };
}
