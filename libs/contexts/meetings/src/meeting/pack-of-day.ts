import { packInForce, type MeetingStandardPack } from '#contexts/rule-packs/contracts';
import type { LocalDate, Reader } from '#kernel';

interface Held {
  readonly unitId?: string | undefined;
  readonly heldOn?: LocalDate | undefined;
}

/** The pack that judges a meeting of the unit on that day. */
export const packOfDay = async (read: Reader, { unitId, heldOn }: Held): Promise<MeetingStandardPack | undefined> =>
  unitId === undefined || heldOn === undefined ? undefined : packInForce(read, 'meeting-standard', unitId, heldOn);
