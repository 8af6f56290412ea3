// The check refuses what Kubernetes would refuse or ignore.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { objects, problems } from './check.mjs';

const read = path => objects(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'))[0];
const deployment = 'base/deployment.yaml';
const monitor = 'service-monitor/service-monitor.yaml';

const wrong = {
  'an unknown name at the top': [deployment, x => { x.bogus = 1; }, /bogus/],
  'an unknown name of a container': [deployment, x => { x.spec.template.spec.containers[0].imagePolicy = 'Always'; }, /imagePolicy/],
  'a text for a number': [deployment, x => { x.spec.replicas = 'two'; }, /replicas/],
  'no selector': [deployment, x => { delete x.spec.selector; }, /selector/],
  'an unknown name of an endpoint': [monitor, x => { x.spec.endpoints[0].scrapeTimeot = '10s'; }, /scrapeTimeot/],
  'a duration that is none': [monitor, x => { x.spec.endpoints[0].interval = 'often'; }, /interval/],
};

for (const path of [deployment, monitor])
  test(`${path} is taken`, async () => assert.deepEqual(await problems(read(path)), []));

for (const [what, [path, change, message]] of Object.entries(wrong))
  test(`${what} is refused`, async () => {
    const object = read(path);
    change(object);
    assert.match((await problems(object)).join('\n'), message);
  });

test('a kind that there is not is refused', async () => assert.notDeepEqual(await problems({ apiVersion: 'apps/v1', kind: 'Deploymint' }), []));
