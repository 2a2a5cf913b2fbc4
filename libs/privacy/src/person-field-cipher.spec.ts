import { erased, event, isSealed, shape } from '#kernel';
import { PersonFieldCipher } from './person-field-cipher.js';
import { InMemoryPersonKeys, PersonKeyMissingError } from './person-keys.js';
import { SealBrokenError } from './seal.js';

const registered = event(
  'spec.CadreRegistered',
  shape<{ cadreId: string; fullName: string; phone: string | null; position: string }>(),
  { personal: { subject: 'cadreId', fields: ['fullName', 'phone'] } },
);
const data = { cadreId: 'c-1', fullName: 'Nông Thị Hạnh', phone: null, position: 'Phó Trưởng ban' };

describe('PersonFieldCipher', () => {
  it('opens what it sealed, and leaves every other field in clear', async () => {
    const cipher = new PersonFieldCipher(new InMemoryPersonKeys());
    const sealed = await cipher.seal(registered, data);
    expect(isSealed(sealed['fullName'])).toBe(true);
    expect(JSON.stringify(sealed)).not.toContain('Nông');
    expect(sealed).toMatchObject({ cadreId: 'c-1', phone: null, position: 'Phó Trưởng ban' });
    expect(await cipher.open(registered, sealed)).toEqual(data);
  });

  it('needs no person when there is nothing personal to seal, and insists on one when there is', async () => {
    const raised = event('spec.IssueRaised', shape<{ petitionerId: string | null; petitioner: string | null }>(), {
      personal: { subject: 'petitionerId', fields: ['petitioner'] },
    });
    const cipher = new PersonFieldCipher(new InMemoryPersonKeys());
    const anonymous = { petitionerId: null, petitioner: null };
    expect(await cipher.seal(raised, anonymous)).toEqual(anonymous);
    await expect(cipher.seal(raised, { petitionerId: null, petitioner: 'Nông Thị Hạnh' })).rejects.toThrow(TypeError);
  });

  it('shows a mark instead of the value once the key is destroyed', async () => {
    const keys = new InMemoryPersonKeys();
    const cipher = new PersonFieldCipher(keys);
    const sealed = await cipher.seal(registered, data);
    keys.destroy('c-1');
    expect(await cipher.open(registered, sealed)).toEqual({ ...data, fullName: erased });
  });

  it('does not take a missing key for an erased one', async () => {
    const sealed = await new PersonFieldCipher(new InMemoryPersonKeys()).seal(registered, data);
    const elsewhere = new PersonFieldCipher(new InMemoryPersonKeys());
    await expect(elsewhere.open(registered, sealed)).rejects.toThrow(PersonKeyMissingError);
  });

  it('refuses a cipher text that was moved to another field or altered', async () => {
    const cipher = new PersonFieldCipher(new InMemoryPersonKeys());
    const sealed = await cipher.seal(registered, { ...data, phone: '0900' });
    const swapped = { ...sealed, fullName: sealed['phone'], phone: sealed['fullName'] };
    await expect(cipher.open(registered, swapped)).rejects.toThrow(SealBrokenError);
    const text = (sealed['phone'] as { $personal: { subject: string; cipher: string } }).$personal.cipher;
    const bytes = Buffer.from(text, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    const altered = { ...sealed, phone: { $personal: { subject: 'c-1', cipher: bytes.toString('base64') } } };
    await expect(cipher.open(registered, altered)).rejects.toThrow(SealBrokenError);
  });
});
