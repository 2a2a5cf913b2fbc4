import { derivedId, rootUnitId } from '#kernel';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import type { Client, Row } from './client.js';
import { System } from './system.js';

const id = (name: string) => derivedId('issues by themselves', name);
const decision = { number: '01-NQ', date: '2024-08-01', issuer: 'Tỉnh ủy' };
const [province, commune, other, cell, cadre, issueId] = [
  ...[id('province'), id('commune'), id('other commune'), id('cell')],
  ...[id('cadre'), id('issue')],
] as [string, string, string, string, string, string];

interface Received {
  readonly to: string;
  readonly text: string;
}

/** A mail server that turns away whom it is told to. */
async function mailServer() {
  const received: Received[] = [];
  const turnedAway = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const responseCode = turnedAway.get(address);
      done(responseCode ? Object.assign(new Error(`<${address}> not now`), { responseCode }) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        for (const { address } of session.envelope.rcptTo) received.push({ to: address, text });
        done();
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  const stop = () => new Promise<void>((closed) => server.close(closed));
  return { url: `smtp://127.0.0.1:${port}?from=ncs@vi.example`, received, turnedAway, stop };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 25_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 30 s: ${condition.toString()}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

/** Deadlines, letters, parts of split issues and closed units: what nobody has to do. */
describe('issues, by themselves', () => {
  let mail: Awaited<ReturnType<typeof mailServer>>;
  let system: System;
  let admin: Client;

  /** Tokens do not live as long as deadlines. */
  async function at(instant: string): Promise<void> {
    await system.setClock(instant);
    admin = await system.adminAgain();
  }
  async function carryOut(act: string, body: object): Promise<void> {
    const { status, body: answer } = await admin.command(act, body);
    if (status >= 300) throw new Error(`${act}: ${status} ${JSON.stringify(answer)}`);
  }
  const issueRow = async (of = issueId): Promise<Row | undefined> =>
    (await admin.rows('issue-register', { issueId: of })).rows[0];
  const notices = async () => (await admin.rows('notices', { issueId })).rows;

  beforeAll(async () => {
    mail = await mailServer();
    system = await System.start('2024-08-01T09:00:00+07:00', { smtpUrl: mail.url });
    admin = system.admin;
    const unit = (unitId: string, name: string, level: string, parentId: string) =>
      carryOut('register-unit', { unitId, name, level, parentId, effectiveAt: '2000-01-01' });
    await unit(province, 'Tỉnh Bến Tre', 'province', rootUnitId);
    await unit(commune, 'Xã An Thủy', 'commune', province);
    await unit(other, 'Xã Tân Thủy', 'commune', province);
    await unit(cell, 'Chi bộ ấp 3', 'cell', commune);
    await carryOut('register-cadre', {
      cadreId: cadre,
      fullName: 'Trần Văn Ba',
      position: 'Chuyên viên',
      unitId: commune,
    });
    await carryOut('publish-rule-pack', {
      ...{ family: 'issues', name: 'kiến nghị Bến Tre (mẫu)', version: 1, unitId: province, validFrom: '2024-01-01' },
      ...{ legalBasis: 'mẫu', unconfirmed: ['dữ liệu mẫu'], decision },
      rules: {
        noticeWorkingDays: 5,
        resolutionWorkingDays: { commune: 10, province: 20 },
        nearDueWorkingDays: 2,
        escalateOverdueWorkingDays: 3,
      },
    });
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  }, 60_000);

  it('whoever raised it gets a letter for each step, as soon as the server takes it', async () => {
    await carryOut('set-notice-address', { personId: cadre, unitId: commune, email: 'ba@vi.example' });
    mail.turnedAway.set('ba@vi.example', 451);
    const raised = { unitId: cell, kind: 'recommendation', category: 'infrastructure', raisedOn: '2024-08-01' };
    await carryOut('raise-issue', {
      ...{ ...raised, issueId, title: 'Sửa đường vào ấp 3', raisedByCadreId: cadre, sentToUnitId: commune },
    });
    await carryOut('accept-issue', { issueId });
    await until(async () => (await notices())[0]?.['state'] === 'failing');
    expect((await notices())[0]!['lastError']).toContain('<…> not now');
    mail.turnedAway.clear();
    await system.setClock('2024-08-01T09:01:00+07:00');
    await until(() => mail.received.length === 1);
    await until(async () => (await notices())[0]!['state'] === 'sent');
    expect(mail.received[0]).toMatchObject({ to: 'ba@vi.example' });
    expect(mail.received[0]!.text).toContain(`Message-ID: <${String((await notices())[0]!['messageId'])}@nam-co-so>`);
  });

  it('is near due, overdue, and goes to the superior, each on its day by the pack of the province', async () => {
    expect(await issueRow()).toMatchObject({ status: 'accepted', dueOn: '2024-08-15', isOverdue: false });
    await at('2024-08-13T00:00:01+07:00');
    expect((await admin.rows('issues-held', { show: 'near-due' })).rows).toHaveLength(1);
    await at('2024-08-16T00:00:01+07:00');
    await until(async () => (await issueRow())!['missedDeadlines'] === 1);
    expect(await issueRow()).toMatchObject({ status: 'accepted', isOverdue: true, holderUnitId: commune });
    await at('2024-08-20T00:00:01+07:00');
    await until(async () => (await issueRow())!['status'] === 'escalated');
    expect(await issueRow()).toMatchObject({ holderUnitId: province, firstSentToId: commune, escalations: 1 });
    await until(() => mail.received.length === 3);
    const marks = await admin.rows('timeline', { subjectKind: 'issue', subjectId: issueId });
    expect(marks.rows.map(({ eventType }) => eventType)).toEqual([
      ...['issues.IssueRaised', 'issues.IssueAccepted', 'issues.IssueDeadlineMarked', 'issues.IssueDeadlineMarked'],
      'issues.IssueEscalated',
    ]);
  });

  it('opens the parts of an issue that is split, for the same holder', async () => {
    const parts = ['Sửa đường', 'Cấp giấy cho đất hiến'].map((title) => {
      return { issueId: id(title), title, category: 'land' };
    });
    await carryOut('split-issue', { issueId, parts, reason: 'Hai nội dung khác nhau' });
    await until(async () => (await issueRow(id('Cấp giấy cho đất hiến'))) !== undefined);
    await until(async () => (await issueRow(id('Sửa đường'))) !== undefined);
    expect(await issueRow(id('Sửa đường'))).toMatchObject({
      ...{ status: 'raised', holderUnitId: province, splitFromIssueId: issueId, raisedByCadreId: cadre },
      ...{ raisedOn: '2024-08-01', dueOn: '2024-08-27' },
    });
  });

  it('hands the issues of a closed unit over to its successor; of one without, they are listed as orphaned', async () => {
    const raised = {
      unitId: cell,
      kind: 'difficulty',
      category: 'land',
      raisedOn: '2024-08-20',
      sentToUnitId: commune,
    };
    await carryOut('raise-issue', { ...raised, issueId: id('carried'), title: 'Vướng mắc đất đai' });
    await carryOut('merge-units', { unitId: other, predecessorIds: [commune], effectiveAt: '2024-08-20', decision });
    await until(async () => (await issueRow(id('carried')))!['holderUnitId'] === other);
    expect(await issueRow(id('carried'))).toMatchObject({
      status: 'raised',
      dueOn: '2024-08-27',
      firstSentToId: commune,
    });
    await carryOut('close-unit', { unitId: other, closedOn: '2024-08-20', decision });
    const orphaned = async () => (await admin.rows('issues-held', { show: 'orphaned' })).rows;
    await until(async () => (await orphaned()).length === 1);
    await at('2024-08-21T09:00:00+07:00');
    const handOver = { fromUnitId: other, toUnitId: province, effectiveAt: '2024-08-21', decision };
    await carryOut('hand-over-issue', { ...handOver, issueId: id('carried') });
    await until(async () => (await orphaned()).length === 0);
    expect(await issueRow(id('carried'))).toMatchObject({ holderUnitId: province, holderLevel: 'province' });
  });
});
