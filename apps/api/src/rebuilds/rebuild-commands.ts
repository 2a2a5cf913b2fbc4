import { IsLine } from '#platform';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  IsUUID,
} from 'class-validator';

/** Builds views anew from all events, beside the live tables, and switches. */
export class RebuildView {
  /** Names as in the URL of a view or of its table. Left out: every view, in one pass over the events. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  views?: string[];

  /** Builds and compares, shows the rows that differ, and leaves everything as it is. */
  @IsOptional() @IsBoolean() dryRun?: boolean;
  /** Goes live even when rows differ: the live ones are known to be wrong. */
  @IsOptional() @IsBoolean() acceptDifferences?: boolean;
}

export class AbortRebuild {
  @IsUUID() rebuildId!: string;
}

/** Back to the table before the last switch, brought up to date. */
export class RollbackView {
  @IsLine(100) view!: string;
}

/** Makes the rows that one stream touches what the whole history says. */
export class RepairStream {
  @IsLine(200) stream!: string;
  @IsOptional() @IsBoolean() dryRun?: boolean;
}
