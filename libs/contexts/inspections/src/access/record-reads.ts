import { act, Command, type LocalDate, rootUnitId } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsUUID,
  Matches,
  ValidateNested,
} from 'class-validator';
import { access, accessPeriod, readsRecorded } from './access.js';

export const readsAtOnce = 200;

export class RecordedRead {
  @IsISO8601() at!: string;
  @IsLine(300) what!: string;
  @IsArray() @ArrayMaxSize(50) @Matches(/^[0-9a-f-]{36}$/, { each: true }) ids!: string[];
  @IsIn(['page', 'file']) form!: 'page' | 'file';
  @IsInt() status!: number;
}

export class RecordReads extends Command {
  @IsDay() day!: LocalDate;
  /** Subject of the reader's account. */
  @IsLine(200) reader!: string;
  /** The unit whose subtree the reader may see. */
  @IsUUID() readerScope!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(readsAtOnce)
  @ValidateNested({ each: true })
  @Type(() => RecordedRead)
  reads!: RecordedRead[];
}

/** Made by the api itself for what people look at. */
export const recordReads = act({
  name: 'record-reads',
  summary: { vi: 'Ghi nhật ký truy cập', en: 'Record who looked at what' },
  command: RecordReads,
  aggregate: access,
  roles: ['system'],
  id: ({ day, reader }) => `${day}-${reader}`,
  unit: () => rootUnitId,

  decide({ day, reader, readerScope, reads }) {
    const plain = reads.map(({ at, what, ids, form, status }) => ({ at, what, ids, form, status }));
    return [readsRecorded({ period: accessPeriod(day.slice(0, 7)), day, reader, readerScope, reads: plain })];
  },
});
