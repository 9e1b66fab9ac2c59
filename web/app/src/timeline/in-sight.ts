import type { Room } from 'parlor-sdk';
import { uncover } from '../state/panels.ts';
import { goTo } from './acts.ts';
import type { Scroller } from './scroller.ts';
import { viewOf } from './view.ts';

/** The scroller of the timeline on the page, for those who want to lead somewhere in it. */
let inSight: Scroller | undefined;

export function setInSight(scroller: Scroller | undefined): void {
  inSight = scroller;
}

/** Shows a message of the room in the timeline that is on the page. */
export async function goToInSight(room: Room, seq: number): Promise<void> {
  if (inSight !== undefined) {
    uncover();
    await goTo(viewOf(room), inSight, seq);
  }
}
