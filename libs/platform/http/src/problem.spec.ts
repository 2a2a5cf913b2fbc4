import { EventStoreUnavailableError, WrongExpectedRevisionError } from '#event-store';
import { DomainError, forbidden, invalidField, notFound } from '#kernel';
import { answerTo, languageOf, problemOf } from './problem.js';
import { badRequest, RequestError } from './request-error.js';

const codedError = (code: string) => Object.assign(new Error('secret text'), { code });

describe('answers to errors', () => {
  it.each<[string, unknown, number, string]>([
    ['a rule', new DomainError('meeting.not-held'), 409, 'meeting.not-held'],
    ['a field', invalidField('to', 'before-from', 'too early'), 422, 'request.invalid'],
    ['a scope', forbidden('command.outside-scope'), 403, 'command.outside-scope'],
    ['what is not there', notFound('meeting.unknown'), 404, 'meeting.unknown'],
    ['a version', new DomainError('command.stale-version', {}, 'version'), 412, 'command.stale-version'],
    ['a lost race', new WrongExpectedRevisionError('meeting-1', 3), 412, 'command.stale-version'],
    ['a store that is away', new EventStoreUnavailableError('down'), 503, 'event-store.unavailable'],
    ['a request', badRequest('bulk.empty'), 400, 'bulk.empty'],
    ['an error of fastify', Object.assign(new Error(), { statusCode: 413 }), 413, 'request.too-large'],
    ['an error of Nest', { getStatus: () => 415 }, 415, 'request.unsupported-media-type'],
    ['a teapot', { getStatus: () => 418 }, 418, 'request.refused'],
    ['PostgreSQL away', codedError('ECONNREFUSED'), 503, 'read-store.unavailable'],
    ['PostgreSQL stopping', codedError('57P01'), 503, 'read-store.unavailable'],
    ['a query cancelled for its time', codedError('57014'), 503, 'views.too-slow'],
    ['a view that was never built', codedError('42P01'), 503, 'views.not-built'],
    ['wrong SQL of our own', codedError('42601'), 500, 'internal'],
    ['anything else', new TypeError('x of undefined'), 500, 'internal'],
    ['what is no error', 'boom', 500, 'internal'],
    ['nothing', undefined, 500, 'internal'],
  ])('%s', (_what, error, status, code) => {
    expect(answerTo(error)).toMatchObject({ status, code });
    expect(JSON.stringify(answerTo(error))).not.toContain('secret text');
  });

  it('says when to come again', () => {
    expect(answerTo(new EventStoreUnavailableError('down')).headers).toEqual({ 'retry-after': '1' });
    expect(answerTo(new RequestError(429, 'x.y', { headers: { 'retry-after': '60' } })).headers).toEqual({
      'retry-after': '60',
    });
  });
});

describe('problem documents', () => {
  const texts = {
    titles: { 'request.invalid': { vi: 'Có trường không hợp lệ', en: 'Some fields are invalid' } },
    fields: { 'before-from': { vi: '{field}: trước ngày bắt đầu', en: 'early' } },
  };
  const about = { instance: '/api/x', correlationId: 'c' } as const;
  const answer = answerTo(invalidField('to', 'before-from', 'too early'));

  it('speaks Vietnamese', () => {
    expect(problemOf(answer, texts, { ...about, language: 'vi' })).toEqual({
      type: 'urn:nam-co-so:request.invalid',
      title: 'Có trường không hợp lệ',
      status: 422,
      code: 'request.invalid',
      instance: '/api/x',
      correlationId: 'c',
      detail: 'to: trước ngày bắt đầu',
      errors: [{ field: 'to', code: 'before-from', message: 'to: trước ngày bắt đầu' }],
    });
  });

  it('speaks English, in the validator’s own words', () => {
    expect(problemOf(answer, texts, { ...about, language: 'en' })).toMatchObject({
      title: 'Some fields are invalid',
      errors: [{ message: 'too early' }],
    });
  });

  it.each([
    [undefined, 'vi'],
    ['', 'vi'],
    ['en', 'en'],
    ['en-GB,vi;q=0.5', 'en'],
    ['vi-VN,en;q=0.5', 'vi'],
    ['fr', 'vi'],
  ])('for Accept-Language %s it speaks %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
