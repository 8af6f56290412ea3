// The check refuses what Grafana would ignore or misread.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { checked, problems } from './check.mjs';

const text = readFileSync(new URL('../dashboards/scim.json', import.meta.url), 'utf8');
const published = ['12', '13'];

/** The problems of the dashboard with something changed in it. */
function after(change, version) {
  const dashboard = JSON.parse(text);
  change(dashboard, type => dashboard.panels.find(panel => panel.type === type));
  return problems(JSON.stringify(dashboard, null, 2), version).join('\n');
}

const wrong = {
  'an unknown name at the top': [checked, x => { x.refreshEvery = '5s'; }, /refreshEvery/],
  'a number for a text': [checked, x => { x.title = 1; }, /number/],
  'no uid': [checked, x => { delete x.uid; }, /uid/],
  'a tooltip mode that is none': [checked, x => { x.graphTooltip = 7; }, /7/],
  'an unknown name in a panel': [checked, (x, panel) => { panel('stat').descripton = 'x'; }, /descripton/],
  'a type of panel that is not checked': [checked, (x, panel) => { panel('stat').type = 'graph'; }, /graph/],
  'an unknown name of a field': [checked, (x, panel) => { panel('stat').fieldConfig.defaults.units = 's'; }, /units/],
  'an unknown colour mode': [checked, (x, panel) => { panel('timeseries').fieldConfig.defaults.color.mode = 'rainbow'; }, /rainbow/],
  'a threshold without a colour': [checked, (x, panel) => { panel('stat').fieldConfig.defaults.thresholds.steps = [{ value: 1 }]; }, /color/],
  'an unknown name of a variable': [checked, x => { x.templating.list[0].includesAll = true; }, /includesAll/],
  'an unknown name of a target': [checked, (x, panel) => { panel('stat').targets[0].expression = 'up'; }, /expression/],
  'an unknown option of a panel': [published, (x, panel) => { panel('stat').options.colourMode = 'value'; }, /colourMode/],
  'a value that an option has not': [published, (x, panel) => { panel('stat').options.graphMode = 'bars'; }, /bars/],
  'an unknown name of a legend': [published, (x, panel) => { panel('timeseries').options.legend.position = 'right'; }, /position/],
  'an unknown way to draw': [published, (x, panel) => { panel('timeseries').fieldConfig.defaults.custom.drawStyle = 'dots'; }, /dots/],
  'an unknown name of a table\'s fields': [published, (x, panel) => { panel('table').fieldConfig.defaults.custom.alignment = 'left'; }, /alignment/],
};

for (const version of checked)
  test(`Grafana ${version} takes the dashboard`, () => assert.deepEqual(problems(text, version), []));

for (const [what, [versions, change, message]] of Object.entries(wrong))
  for (const version of versions)
    test(`Grafana ${version}: ${what} is refused`, () => assert.match(after(change, version), message));

test('text that is no JSON is refused', () => assert.equal(problems('{"uid": "x",}', '12').length, 1));
