import 'reflect-metadata';
import { Body, Controller, Module, NotFoundException, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsIn, IsUUID } from 'class-validator';
import { Column, DataSource, Entity, PrimaryColumn, PrimaryGeneratedColumn, Repository, Unique } from 'typeorm';

/**
 * The peer of the commands bench: what one would write without event sourcing. Current state only, saved by
 * `repository.save`; no identity, no history, no idempotence, so it does strictly less. On Express, as `nest new` makes
 * it, or on Fastify, as the API is.
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

const [adapter, url, port, meetingIds] = process.argv.slice(2) as ['express' | 'fastify', string, string, string];
const dataSource = await new DataSource({
  type: 'postgres',
  url,
  entities: [NaiveMeeting, NaiveAttendance],
  synchronize: true,
  poolSize: 32,
}).initialize();
await dataSource.getRepository(NaiveMeeting).save(meetingIds.split(',').map((id) => ({ id, status: 'held' })));

@Module({ controllers: [AttendanceController], providers: [{ provide: DataSource, useValue: dataSource }] })
class NaiveModule {}

const http = adapter === 'express' ? new ExpressAdapter() : new FastifyAdapter();
const app = await NestFactory.create(NaiveModule, http, { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(Number(port), '127.0.0.1');
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
