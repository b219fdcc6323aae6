// Lighthouse scores of the page with doors, on the slow phone that Lighthouse simulates.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { startDemo } from './doorstep.mjs';
import { ARGUMENTS, EXECUTABLE } from './visitor.mjs';

test('Lighthouse scores the page with doors 90 or more for speed and 100 for the rest', async (t) => {
  const demo = await startDemo(t);
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : []; // Chromium has none for root
  const browser = await launch({
    chromePath: EXECUTABLE,
    chromeFlags: ['--headless=new', ...ARGUMENTS, ...sandbox],
    logLevel: 'silent',
  });
  t.after(() => browser.kill());

  // Other programs on the machine can only make a run slower, so the best of three runs counts.
  // On a busy machine Chromium also loses the trace of a run. Lighthouse then reports the error
  // and asks to be run again, so such a run has no result.
  let lhr;
  const errors = [];
  for (let run = 1; run <= 3; run += 1) {
    const { lhr: result } = await lighthouse(demo.link('doors'), {
      port: browser.port,
      logLevel: 'silent',
      onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
    });
    if (result.runtimeError) {
      errors.push(result.runtimeError.message);
      continue;
    }
    if (!lhr || blocked(result) < blocked(lhr)) lhr = result;
    if (blocked(lhr) === 0) break;
  }
  errors.forEach((error) => t.diagnostic(error));
  assert(lhr, `Lighthouse could not finish any of its runs: ${errors.join(' ')}`);

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
  // A page that opens doors must not be in a search engine.
  assert.deepEqual(imperfect('seo'), ['is-crawlable: Page is blocked from indexing']);
  assert.equal(score('accessibility'), 100);
  assert.equal(score('best-practices'), 100);
  assert.equal(figure('cumulative-layout-shift'), 0);
  // The times above are only printed. A threshold of 90 leaves room for a busy machine.
  assert(score('performance') >= 90, imperfect('performance').join(', '));
});

const blocked = (lhr) => lhr.audits['total-blocking-time'].numericValue;
