//! Thousands of taps by impatient visitors while Kisi fails in every way. Whatever happens, a
//! visitor who wants a door unlocked causes at most one unlock at Kisi, and sees "unlocked" only
//! where Kisi has unlocked the door.

use std::time::Duration;

use doorstep::simulator::{Endpoint, Fault, Simulator};
use futures_util::{StreamExt as _, future::join_all, stream};

use crate::{
    fixtures::amount,
    harness::{Doorstep, http},
};

/// How long Kisi takes at a door with a planned failure, so that all taps of one visitor arrive
/// before its answer.
const SLOW: Duration = Duration::from_secs(1);

/// One visitor, who wants one door unlocked.
struct Visit {
    secret: String,
    door: u64,
    /// How many taps are sent at the same time: 1 to 3, so 2 on average.
    taps: usize,
    /// When the visitor closes the connection, if before the answer.
    leaves_after: Option<Duration>,
    /// Whether Kisi is going to answer with a success.
    healthy: bool,
}

impl Visit {
    /// Makes a link with a door of its own. Kisi fails at about every third of these doors.
    fn random(kisi: &Simulator, random: &mut fastrand::Rng, number: usize) -> Self {
        let secret = format!("secret{number}");
        let door = kisi.link(&secret).opens("Door").doors()[0];
        let slow = || kisi.door(door).unlock_takes(SLOW);
        let failure = random.u8(..15);
        match failure {
            0 => drop(slow().fault(Fault::reset_after_unlock())),
            1 => drop(slow().fault(Fault::reset().on(Endpoint::Unlock))),
            2 => drop(kisi.door(door).unlock_hangs()),
            3 => drop(slow().unlock_answers(503, "fac001")),
            4 => drop(slow()),
            _ => {}
        }
        let leaves_after = Duration::from_millis(random.u64(1..=60));
        Self {
            secret,
            door,
            taps: random.usize(1..=3),
            leaves_after: (random.u8(..6) == 0).then_some(leaves_after),
            healthy: failure >= 4,
        }
    }

    /// Sends all taps. Returns how many were answered with "unlocked".
    async fn tap(&self, base_url: &str, browser: &reqwest::Client) -> usize {
        let url = format!("{base_url}/links/{}", self.secret);
        let tap = async || {
            let form = [("door", self.door.to_string())];
            let mut request = browser.post(&url).header("accept", "application/json").form(&form);
            if let Some(leaves_after) = self.leaves_after {
                request = request.timeout(leaves_after);
            }
            let answer = request.send().await.ok()?;
            let json: serde_json::Value = answer.json().await.ok()?;
            (json["outcome"] == "unlocked").then_some(())
        };
        join_all((0..self.taps).map(|_| tap())).await.into_iter().flatten().count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_intended_unlock_is_at_most_one_unlock_and_no_visitor_sees_a_false_success() {
    let set = [
        ("limits.unknown_links_per_minute", "100000"),
        ("limits.unlocks_per_minute", "100000"),
        ("kisi.timeout", "2s"),
    ];
    let mut doorstep = Doorstep::start_with(&set, |_| {}).await;
    let mut random = fastrand::Rng::with_seed(1);
    let mut visits = Vec::new();
    let (mut taps, wanted) = (0, amount("DOORSTEP_TEST_TAPS", 1_000));
    while taps < wanted {
        visits.push(Visit::random(&doorstep.kisi, &mut random, visits.len()));
        taps += visits[visits.len() - 1].taps;
    }

    let (base_url, browser) = (&doorstep.base_url.clone(), &http());
    let all = stream::iter(&visits)
        .map(|visit| async move { (visit, visit.tap(base_url, browser).await) })
        .buffer_unordered(100)
        .collect::<Vec<_>>();
    let mut restarts = 0;
    let answered = {
        let restarting = async {
            loop {
                tokio::time::sleep(Duration::from_millis(700)).await;
                doorstep.api.down().await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                doorstep.api.up().await.unwrap();
                restarts += 1;
            }
        };
        tokio::select! {
            answered = all => answered,
            () = restarting => unreachable!("Kisi is restarted until all taps are answered"),
        }
    };

    for (visit, successes) in &answered {
        let (sent, opened) = (doorstep.kisi.unlocks(visit.door), doorstep.kisi.opened(visit.door));
        assert!(sent <= 1, "{}: {sent} unlocks for {} taps", visit.secret, visit.taps);
        assert!(*successes == 0 || opened == 1, "{}: a false success", visit.secret);
    }
    let patient = || answered.iter().filter(|(it, _)| it.healthy && it.leaves_after.is_none());
    let (unlocked, all) = (patient().filter(|(_, it)| *it > 0).count(), patient().count());
    eprintln!("{taps} taps, {restarts} restarts of Kisi; {unlocked} of {all} healthy visits");
    assert!(unlocked > all / 2, "{unlocked} of {all} healthy visits were successful");
}
