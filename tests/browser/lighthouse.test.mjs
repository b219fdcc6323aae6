// What Lighthouse says of the page with doors, on its slow phone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { startDemo } from './doorstep.mjs';
import { ARGUMENTS, EXECUTABLE } from './visitor.mjs';

test('the page with doors is as fast and as accessible as a page can be', async (t) => {
  const demo = await startDemo(t);
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : []; // Chromium has none for root
  const browser = await launch({
    chromePath: EXECUTABLE,
    chromeFlags: ['--headless=new', ...ARGUMENTS, ...sandbox],
    logLevel: 'silent',
  });
  t.after(() => browser.kill());

  // Whatever else the machine does can only add to a time: the best of three runs counts.
  let lhr;
  for (let run = 1; run <= 3; run += 1) {
    const { lhr: told } = await lighthouse(demo.link('doors'), {
      port: browser.port,
      logLevel: 'silent',
      onlyCategories: ['performance', 'accessibility', 'best-practices'],
    });
    assert.equal(told.runtimeError, undefined);
    if (!lhr || blocked(told) < blocked(lhr)) lhr = told;
    if (blocked(lhr) === 0) break;
  }

  const score = (category) => Math.round(lhr.categories[category].score * 100);
  const figure = (audit) => Math.round(lhr.audits[audit].numericValue * 1_000) / 1_000;
  const imperfect = (category) => lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && ![null, 1].includes(lhr.audits[id].score))
    .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);

  t.diagnostic(`performance ${score('performance')}, accessibility ${score('accessibility')}, `
    + `best practices ${score('best-practices')}`);
  t.diagnostic(`LCP ${Math.round(figure('largest-contentful-paint'))} ms, `
    + `CLS ${figure('cumulative-layout-shift')}, TBT ${figure('total-blocking-time')} ms`);

  assert.deepEqual(imperfect('accessibility'), []);
  assert.deepEqual(imperfect('best-practices'), []);
  assert.equal(score('accessibility'), 100);
  assert.equal(score('best-practices'), 100);
  assert.equal(figure('cumulative-layout-shift'), 0);
  // Times are printed above; what fails here is a page that got slow, not a machine that is busy.
  assert(score('performance') >= 90, imperfect('performance').join(', '));
});

const blocked = (lhr) => lhr.audits['total-blocking-time'].numericValue;
