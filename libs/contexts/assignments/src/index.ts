import type { Context } from '#platform';
import { cadreRecord } from './cadre/cadre.js';
import { changePosition } from './cadre/change-position.js';
import { registerCadre } from './cadre/register-cadre.js';
import { retireCadre } from './cadre/retire-cadre.js';
import { appointInspectors } from './inspection/appoint-inspectors.js';
import { inspectionTeam } from './inspection/inspection-team.js';
import { carriedAssignments } from './processes/carried-assignments.js';
import { assignCadre } from './roster/assign-cadre.js';
import { carryAssignment } from './roster/carry-assignment.js';
import { correctAssignment } from './roster/correct-assignment.js';
import { endAssignment } from './roster/end-assignment.js';
import { extendAssignment } from './roster/extend-assignment.js';
import { replaceCadre } from './roster/replace-cadre.js';
import { roster } from './roster/roster.js';
import { assignmentConflictsQuery } from './views/assignment-conflicts.query.js';
import { assignmentRosterQuery } from './views/assignment-roster.query.js';
import { annexes } from './annex/annexes.js';
import { conflictsPreview } from './rule-packs/conflicts-preview.js';
import { assignmentRoster } from './views/assignment-roster.js';
import { cadreDirectoryQuery } from './views/cadre-directory.query.js';
import { cadreDirectory } from './views/cadre-directory.js';
import { cadrePosts } from './views/cadre-posts.js';
import { coverageQuery } from './views/coverage.query.js';
import { inspectionTeams } from './views/inspection-teams.js';

export const assignments: Context = {
  name: 'assignments',
  events: [...cadreRecord.events, ...roster.events, ...inspectionTeam.events],
  acts: [
    registerCadre,
    changePosition,
    retireCadre,
    assignCadre,
    replaceCadre,
    extendAssignment,
    endAssignment,
    correctAssignment,
    carryAssignment,
    appointInspectors,
  ],
  views: [cadreDirectory, cadrePosts, assignmentRoster, inspectionTeams],
  queries: [cadreDirectoryQuery, assignmentRosterQuery, assignmentConflictsQuery, coverageQuery],
  processes: [carriedAssignments],
  previews: [conflictsPreview],
  annexes,
};
