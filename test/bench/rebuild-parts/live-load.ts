import { derivedId, parsePosition, rootUnitId } from '#kernel';
import { awaitPosition } from '#projections';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

const id = (...parts: (string | number)[]): string => derivedId('live', ...parts);
const cadreIds = Array.from({ length: 8 }, (_, n) => id('cadre', n));
const meetingIds = Array.from({ length: 400 }, (_, n) => id('meeting', n));
const marks = ['present', 'late', 'excused', 'absent'] as const;
const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };

export interface LiveRates {
  /** Carried out, of those that were sent. */
  readonly perSecond: number;
  /** Milliseconds from a command's answer until every view holds its event. */
  readonly lags: readonly number[];
}

/** Commands through the API as a client sends them, at a steady rate whatever the answers take. */
export class LiveLoad {
  private token = '';
  private sent = 0;

  constructor(
    private readonly baseUrl: string,
    private readonly dataSource: DataSource,
  ) {}

  /** One cell, followed by eight cadres, that held 400 meetings. */
  async prepare(username: string, password: string): Promise<void> {
    this.token = await this.signIn(username, password);
    const [province, commune, cell] = [id('province'), id('commune'), id('cell')];
    for (const [unitId, name, level, parentId] of [
      [province, 'Bắc Kạn', 'province', rootUnitId],
      [commune, 'Xã Quảng Khê', 'commune', province],
      [cell, 'Chi bộ thôn Nà Lẻ', 'cell', commune],
    ] as const) {
      await this.send('register-unit', { unitId, name, level, parentId, effectiveAt: '2020-01-01' });
    }
    for (const [n, cadreId] of cadreIds.entries()) {
      const cadre = { cadreId, fullName: `Cán bộ ${n}`, position: 'Chuyên viên', unitId: commune };
      await this.send('register-cadre', cadre);
      const assignment = { assignmentId: id('assignment', n), unitId: cell, cadreId, from: '2024-01-01', decision };
      await this.send('assign-cadre', assignment);
    }
    const held = { unitId: cell, kind: 'regular', heldOn: '2024-09-03', durationMinutes: 95 };
    await Promise.all(meetingIds.map((meetingId) => this.send('hold-meeting', { meetingId, ...held })));
  }

  async run(perSecond: number, seconds: number): Promise<LiveRates> {
    const lags: number[] = [];
    const pending: Promise<void>[] = [];
    const started = performance.now();
    for (let n = 0; n < perSecond * seconds; n++) {
      const early = started + (n * 1_000) / perSecond - performance.now();
      if (early > 1) await new Promise((due) => setTimeout(due, early));
      const sent = this.one(this.sent++, lags);
      // Awaited with the others; until then a failure must not end this process and leave the servers behind.
      sent.catch(() => undefined);
      pending.push(sent);
    }
    await Promise.all(pending);
    return { perSecond: pending.length / ((performance.now() - started) / 1_000), lags };
  }

  /** Each changes a mark, so each appends an event. */
  private async one(n: number, lags: number[]): Promise<void> {
    const slot = n % (meetingIds.length * cadreIds.length);
    const meetingId = meetingIds[slot % meetingIds.length]!;
    const cadreId = cadreIds[Math.floor(slot / meetingIds.length)]!;
    const turn = Math.floor(n / (meetingIds.length * cadreIds.length));
    const mark = marks[turn % marks.length];
    const { position } = await this.send('record-meeting-attendance', { meetingId, cadreId, mark });
    const answered = performance.now();
    const isThere = await awaitPosition(this.dataSource, parsePosition(position as string)!, 60_000);
    if (!isThere) throw new Error('the views did not follow within a minute');
    lags.push(performance.now() - answered);
  }

  private async signIn(username: string, password: string): Promise<string> {
    const first = await this.post('/api/auth/sign-in', { username, password });
    this.token = first['accessToken'] as string;
    const changed = await this.post('/api/auth/change-password', { password, newPassword: randomUUID() });
    return changed['accessToken'] as string;
  }

  private send(act: string, body: object): Promise<Record<string, unknown>> {
    return this.post(`/api/commands/${act}`, body);
  }

  private async post(path: string, body: object): Promise<Record<string, unknown>> {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
    };
    const reply = await fetch(`${this.baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
}
