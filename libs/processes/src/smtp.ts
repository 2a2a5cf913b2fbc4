import nodemailer from 'nodemailer';
import { LetterRefusedError, type Channel } from './outbox.js';

const patienceMs = 20_000;

/**
 * E-mail by SMTP. `url`: `smtp://user:password@host:587` or `smtps://…:465`; the query parameter `from` is the sender.
 * Whether a letter arrived twice can be seen by its Message-ID.
 */
export function smtpChannel(url: string): Channel & { close(): void } {
  const address = new URL(url);
  const from = address.searchParams.get('from') ?? `nam-co-so@${address.hostname}`;
  address.searchParams.delete('from');
  const transport = nodemailer.createTransport({
    url: address.href,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  return {
    async send({ messageId, subject, body }, to) {
      try {
        await transport.sendMail({ from, to, subject, text: body, messageId: `<${messageId}@nam-co-so>` });
      } catch (error) {
        if (isFinal(error)) throw new LetterRefusedError((error as Error).message, { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** A 5xx to this recipient or this text. A refused sign-in is a fault of the settings, which somebody will mend. */
function isFinal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500;
}
