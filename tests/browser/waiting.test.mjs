// A visitor whose doors are still being looked up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

const UNTIL = new Date(Date.now() + 3 * 3_600_000).toISOString();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`the page says so and turns into the doors by itself, ${how}`, async (t) => {
    const demo = await startDemo(t);
    const anna = await visitor(t, { javaScriptEnabled });
    const link = `${demo.link('kisi-slow')}#until=${UNTIL}`;
    const answer = await anna.page.goto(link, { waitUntil: 'commit' });
    assert.equal(answer.status(), 202);
    // Without script the page is always loading again, so that Playwright cannot look at it.
    const heading = { name: 'One moment: your doors are being looked up' };
    if (javaScriptEnabled) await anna.page.getByRole('heading', heading).waitFor();
    await anna.doors.first().waitFor();
    assert.equal(await anna.pageState(), 'doors');
    if (javaScriptEnabled) {
      assert.equal(anna.page.url(), link, 'the dates of the mailed link are lost');
      assert.match(await anna.page.locator('.where').innerText(), /until/);
    }
    assert.deepEqual(anna.browserErrors, []);
  });

  test(`the page turns into a notice by itself, ${how}`, async (t) => {
    const demo = await startDemo(t, { KISI__TIMEOUT: '2s' });
    const anna = await visitor(t, { javaScriptEnabled });
    const answer = await anna.page.goto(demo.link('kisi-slow'));
    assert.equal(answer.status(), 202);
    await anna.page.locator('body[data-state=unavailable]').waitFor();
  });
}
