import { Chance } from '../chance.js';
import { madeUpName, northernFamilyNames } from '../people.js';
import { madeId, type Chain } from '../scenario.js';
import { scenarioName, type Body } from './bodies.js';

const positions = ['Trưởng phòng', 'Phó Trưởng phòng', 'Chuyên viên chính', 'Chuyên viên', 'Phó Chánh Văn phòng'];

export interface MadeUpCadre {
  readonly cadreId: string;
  readonly chain: Chain;
}

/** Cadres of the province's bodies, `count` of them; their names and positions are made up and marked as generated. */
export function madeUpCadres(count: number, bodies: readonly Body[]): readonly MadeUpCadre[] {
  const chance = new Chance(20240829);
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const cadreId = madeId(scenarioName, 'cadre', index);
    const body = bodies[index % bodies.length]!;
    return {
      cadreId,
      chain: [
        {
          act: 'register-cadre',
          body: {
            cadreId,
            fullName: madeUpName(chance, northernFamilyNames, taken),
            phone: `+84 9${chance.integer(10_000_000, 99_999_999)}`,
            position: `${chance.oneOf(positions)}, ${body.name}`,
            unitId: body.unitId,
            generated: true,
          },
        },
      ],
    };
  });
}
