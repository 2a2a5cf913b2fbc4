import { unitRecord } from '#contexts/org-units/contracts';
import { DomainError, type Reader } from '#kernel';

/** Level of the unit that is to be a cadre's own cell; undefined: none is named. */
export const readCellLevel = async (read: Reader, cellId: string | undefined): Promise<string | undefined> =>
  cellId === undefined ? undefined : (await read.state(unitRecord, cellId)).level;

/** By it whoever follows their own cell is told apart from a visitor: no other unit will do. @throws DomainError */
export function refuseUnfitCell(cellId: string | undefined, level: string | undefined): void {
  if (cellId !== undefined && level !== 'cell') throw new DomainError('cadre.cell-unknown', { cellId });
}
