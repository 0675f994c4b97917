// Four clients of the web read, filter, expand, group and page, as their documentation shows. Arguments: the address of the service, and a class of three people with sixteen sessions, of which eight were held.
import assert from 'node:assert/strict';
import { OData } from '@odata/client';
import { o } from 'o.js';
import buildQuery from 'odata-query';
import { odataQuery } from 'odata-fluent-query';

const [root, classId] = process.argv.slice(2);
const inClass = { GroupId: { type: 'guid', value: classId } };

async function get(query) {
  const answer = await fetch(`${root}/${query}`);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${query}: ${text}`);
  return JSON.parse(text);
}

/** All pages of an address. */
async function walk(query) {
  const rows = [];
  for (let next = `${root}/${query}`; next;) {
    const page = await (await fetch(next, { headers: { Prefer: 'odata.maxpagesize=5' } })).json();
    rows.push(...page.value);
    next = page['@odata.nextLink'];
  }
  return rows;
}

const clients = {
  async 'o.js'() {
    const service = o(`${root}/`);
    const sessions = await service.get('Sessions').query({ $filter: `GroupId eq ${classId}`, $orderby: 'StartsAt' });
    assert.equal(sessions.length, 16);
    const [first] = await service.get('Sessions').query({ $filter: `GroupId eq ${classId}`, $orderby: 'StartsAt', $top: 1, $expand: 'Marks,Class' });
    assert.equal(first.Marks.length, 3);
    assert.equal(first.Class.Id, classId);
    const groups = await service.get('AttendanceMarks').query({ $apply: `filter(GroupId eq ${classId})/groupby((State),aggregate($count as N))` });
    assert.deepEqual(groups.map(group => group.N).sort(), [16, 8]);
    const paged = [];
    for (let skip = 0; skip < 16; skip += 5) {
      paged.push(...await service.get('Sessions').query({ $filter: `GroupId eq ${classId}`, $top: 5, $skip: skip }));
    }
    assert.equal(new Set(paged.map(session => session.Id)).size, 16);
  },

  async 'odata-query'() {
    const { value: found } = await get(`AttendanceMarks${buildQuery({ filter: { ...inClass, State: { in: ['Present', 'Late'] } } })}`);
    assert.equal(found.length, 16);
    const { value: marked } = await get(`Sessions${buildQuery({
      filter: { ...inClass, Marks: { any: { State: 'Present', PresentMinutes: { gt: 10 } } } },
      expand: { Marks: { select: ['State'], filter: { State: 'Absent' }, orderBy: ['State'], top: 1 }, Class: { select: ['Name'], expand: 'Provider' } },
      orderBy: ['StartsAt desc'],
      count: true,
    })}`);
    assert.equal(marked.length, 8);
    assert.deepEqual(marked[0].Marks.map(mark => mark.State), ['Absent']);
    assert.ok(marked[0].Class.Provider.Name);
    const { value: groups } = await get(`AttendanceMarks${buildQuery({ transform: [{ filter: inClass }, { groupBy: { properties: ['State'], transform: [{ aggregate: { PresentMinutes: { with: 'sum', as: 'Minutes' } } }] } }] })}`);
    assert.deepEqual(groups.map(group => group.Minutes).sort((a, b) => a - b), [0, 1440]);
    assert.equal((await walk(`Sessions${buildQuery({ filter: inClass, orderBy: ['CancelledAt', 'PlannedMinutes desc'] })}`)).length, 16);
  },

  async '@odata/client'() {
    const client = OData.New4({ serviceEndpoint: `${root}/` });
    const request = async (collection, params) => {
      const answer = await client.newRequest({ collection, params });
      assert.ok(!answer.error, JSON.stringify(answer.error));
      return answer.value;
    };
    const ofClass = () => `GroupId eq ${classId}`;
    assert.equal((await request('Sessions', client.newParam().filter(ofClass()))).length, 16);
    const [first] = await request('Sessions', client.newParam().filter(ofClass()).orderby('StartsAt', 'asc').top(1).expand(['Marks', 'Provider']));
    assert.equal(first.Marks.length, 3);
    const groups = await request('AttendanceMarks', client.newParam().apply(`filter(GroupId eq ${classId})/groupby((State),aggregate($count as N))`));
    assert.equal(groups.length, 2);
    const paged = [...await request('Sessions', client.newParam().filter(ofClass()).top(10)), ...await request('Sessions', client.newParam().filter(ofClass()).skip(10).top(10))];
    assert.equal(new Set(paged.map(session => session.Id)).size, 16);
  },

  async 'odata-fluent-query'() {
    const { value: found } = await get(`AttendanceMarks?${odataQuery().filter(mark => mark.State.equals('Present').and(mark.PresentMinutes.biggerThan(10))).orderBy('Date').count().toString()}`);
    assert.ok(found.length >= 16);
    const { value: sessions } = await get(`Sessions?${odataQuery().filter(session => session.Marks.any(mark => mark.State.equals('Absent'))).expand('Marks', marks => marks.filter(mark => mark.State.equals('Absent')).select('State').paginate({ page: 0, pagesize: 1, count: false })).toString()}`);
    assert.ok(sessions.length >= 8 && sessions.every(session => session.Marks.length === 1));
    const { value: groups } = await get(`AttendanceMarks?${odataQuery().groupBy(['State'], sums => sums.countdistinct('ParticipantId', 'People').max('PresentMinutes', 'Most')).toString()}`);
    assert.ok(groups.some(group => group.State === 'Present' && group.People >= 2 && group.Most === 90));
    const page = await get(`Sessions?${odataQuery().paginate(5, 1).toString()}`);
    assert.equal(page.value.length, 5);
    assert.ok(page['@odata.count'] >= 16);
  },
};

async function all() {
  for (const [name, read] of Object.entries(clients)) {
    await read();
    console.log(name);
  }
}

all().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
