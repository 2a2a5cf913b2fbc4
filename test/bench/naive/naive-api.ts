import 'reflect-metadata';
import {
  Body,
  Controller,
  Headers,
  Module,
  NotFoundException,
  Post,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsIn, IsUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { jwtVerify } from 'jose';
import {
  Column,
  CreateDateColumn,
  DataSource,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Repository,
  Unique,
} from 'typeorm';

/**
 * The peers of the commands bench: what one would write without event sourcing, in two sizes.
 * `POST /attendance` keeps the current state only, saved by `repository.save`: no identity, no history, no
 * idempotence, so it does strictly less. `POST /attendance-kept` has the same duties as our command: it verifies a
 * token, answers a repeated Idempotency-Key from the first time, and keeps who changed what in a history table, all in
 * one transaction. On Express, as `nest new` makes it, or on Fastify, as the API is.
 */
const marks = ['present', 'late', 'left-early', 'excused', 'absent'] as const;

@Entity('naive_meeting')
class NaiveMeeting {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') status!: string;
}

@Entity('naive_attendance')
@Unique(['meetingId', 'cadreId'])
class NaiveAttendance {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') meetingId!: string;
  @Column('uuid') cadreId!: string;
  @Column('text') mark!: string;
}

/** Who changed what, and the command it came by. */
@Entity('naive_history')
class NaiveHistory {
  @PrimaryColumn('uuid') commandId!: string;
  @Column('uuid') meetingId!: string;
  @Column('uuid') cadreId!: string;
  @Column('text', { nullable: true }) before!: string | null;
  @Column('text') after!: string;
  @Column('text') actor!: string;
  @CreateDateColumn() recordedAt!: Date;
}

class RecordAttendance {
  @IsUUID() meetingId!: string;
  @IsUUID() cadreId!: string;
  @IsIn(marks) mark!: string;
}

@Controller('attendance')
class AttendanceController {
  private readonly meetings: Repository<NaiveMeeting>;
  private readonly attendance: Repository<NaiveAttendance>;

  constructor(dataSource: DataSource) {
    this.meetings = dataSource.getRepository(NaiveMeeting);
    this.attendance = dataSource.getRepository(NaiveAttendance);
  }

  @Post()
  async record(@Body() { meetingId, cadreId, mark }: RecordAttendance): Promise<NaiveAttendance> {
    const meeting = await this.meetings.findOneBy({ id: meetingId });
    if (meeting?.status !== 'held') throw new NotFoundException();
    const attendance = (await this.attendance.findOneBy({ meetingId, cadreId })) ?? new NaiveAttendance();
    return this.attendance.save(Object.assign(attendance, { meetingId, cadreId, mark }));
  }
}

type Authenticated = FastifyRequest & { actor?: string };

class TokenGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Authenticated>();
    const token = request.headers.authorization?.slice('Bearer '.length);
    if (!token) throw new UnauthorizedException();
    const { payload } = await jwtVerify(token, secret);
    request.headers['x-actor'] = payload.sub;
    return true;
  }
}

@Controller('attendance-kept')
@UseGuards(TokenGuard)
class KeptAttendanceController {
  constructor(private readonly dataSource: DataSource) {}

  @Post()
  record(
    @Body() { meetingId, cadreId, mark }: RecordAttendance,
    @Headers('idempotency-key') commandId: string,
    @Headers('x-actor') actor: string,
  ): Promise<NaiveAttendance | null> {
    return this.dataSource.transaction(async (manager) => {
      const slot = { meetingId, cadreId };
      if (await manager.existsBy(NaiveHistory, { commandId })) return manager.findOneBy(NaiveAttendance, slot);
      const meeting = await manager.findOneBy(NaiveMeeting, { id: meetingId });
      if (meeting?.status !== 'held') throw new NotFoundException();
      const attendance = (await manager.findOneBy(NaiveAttendance, slot)) ?? new NaiveAttendance();
      const before = attendance.mark ?? null;
      const saved = await manager.save(Object.assign(attendance, { ...slot, mark }));
      const change = { commandId, ...slot, before, after: mark, actor };
      await manager.save(Object.assign(new NaiveHistory(), change));
      return saved;
    });
  }
}

const [adapter, url, port, meetingIds, secretText] = process.argv.slice(2) as [
  'express' | 'fastify',
  ...[string, string, string, string],
];
const secret = new TextEncoder().encode(secretText);
const dataSource = await new DataSource({
  type: 'postgres',
  url,
  entities: [NaiveMeeting, NaiveAttendance, NaiveHistory],
  synchronize: true,
  // Three of these peers share a PostgreSQL that takes 100 connections.
  poolSize: 20,
}).initialize();
await dataSource.getRepository(NaiveMeeting).save(meetingIds.split(',').map((id) => ({ id, status: 'held' })));

@Module({
  controllers: [AttendanceController, KeptAttendanceController],
  providers: [{ provide: DataSource, useValue: dataSource }],
})
class NaiveModule {}

const http = adapter === 'express' ? new ExpressAdapter() : new FastifyAdapter();
const app = await NestFactory.create(NaiveModule, http, { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(Number(port), '127.0.0.1');
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
