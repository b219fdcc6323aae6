//! Thousands of taps by impatient visitors while Kisi fails in every way. Whatever happens, a
//! visitor who wants a door unlocked causes at most one unlock at Kisi, and sees "unlocked" only
//! where Kisi has unlocked the door.
//!
//! All taps of one visitor are sent at the same time and share one unlock. Only when that unlock
//! fails before the last of them has arrived, this tap is a new unlock, as it should be. This is
//! why failures that are planned come late, and why visits that a restart of Kisi has met within
//! [`ARRIVAL`] are allowed one unlock for each tap.

use std::time::{Duration, Instant};

use doorstep::simulator::{Endpoint, Fault, Running, Simulator};
use futures_util::{StreamExt as _, future::join_all, stream};

use crate::{
    fixtures::amount,
    harness::{Doorstep, http},
};

/// How long Kisi takes at a door with a planned failure.
const SLOW: Duration = Duration::from_secs(1);
/// All taps of a visit have arrived after this long.
const ARRIVAL: Duration = Duration::from_millis(500);
/// The time between two restarts of Kisi.
const BETWEEN_RESTARTS: Duration = Duration::from_millis(1_500);

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

    /// Sends all taps.
    async fn tap(&self, base_url: &str, browser: &reqwest::Client) -> Tapped<'_> {
        let begin = Instant::now();
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
        let answers = join_all((0..self.taps).map(|_| tap())).await;
        Tapped { visit: self, begin, successes: answers.into_iter().flatten().count() }
    }
}

/// Visits with this many taps in total, the same in every run.
fn visits(kisi: &Simulator, taps: usize) -> Vec<Visit> {
    let mut random = fastrand::Rng::with_seed(1);
    let (mut visits, mut sum) = (Vec::new(), 0);
    while sum < taps {
        let visit = Visit::random(kisi, &mut random, visits.len());
        sum += visit.taps;
        visits.push(visit);
    }
    visits
}

/// A visit after its taps.
struct Tapped<'a> {
    visit: &'a Visit,
    begin: Instant,
    /// How many taps were answered with "unlocked".
    successes: usize,
}

impl Tapped<'_> {
    fn met_by(&self, restarts: &[Instant]) -> bool {
        restarts.iter().any(|restart| (self.begin..self.begin + ARRIVAL).contains(restart))
    }

    fn should_succeed(&self) -> bool {
        self.visit.healthy && self.visit.leaves_after.is_none()
    }
}

/// Adds the beginning of each restart to `restarts`. Never returns.
async fn restart_again_and_again(kisi: &mut Running, restarts: &mut Vec<Instant>) {
    loop {
        tokio::time::sleep(BETWEEN_RESTARTS).await;
        restarts.push(Instant::now());
        kisi.down().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        kisi.up().await.unwrap();
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
    let visits = visits(&doorstep.kisi, amount("DOORSTEP_TEST_TAPS", 1_000));
    let (base_url, browser) = (&doorstep.base_url.clone(), &http());
    let all = stream::iter(&visits)
        .map(|visit| visit.tap(base_url, browser))
        .buffer_unordered(100)
        .collect::<Vec<_>>();
    let mut restarts = Vec::new();
    let answered = tokio::select! {
        answered = all => answered,
        () = restart_again_and_again(&mut doorstep.api, &mut restarts) => unreachable!(),
    };

    for tapped in &answered {
        let Visit { secret, door, taps, .. } = tapped.visit;
        let (unlocks, opened) = (doorstep.kisi.unlocks(*door), doorstep.kisi.opened(*door));
        let most = if tapped.met_by(&restarts) { *taps } else { 1 };
        assert!(unlocks <= most, "{secret}: {unlocks} unlocks for {taps} taps");
        assert!(tapped.successes == 0 || opened > 0, "{secret}: a false success");
    }
    let met = answered.iter().filter(|it| it.met_by(&restarts)).count();
    let healthy: Vec<_> = answered.iter().filter(|it| it.should_succeed()).collect();
    let unlocked = healthy.iter().filter(|it| it.successes > 0).count();
    let (visits, restarts, healthy) = (visits.len(), restarts.len(), healthy.len());
    eprintln!("{visits} visits, {met} of them met by one of {restarts} restarts of Kisi");
    eprintln!("{unlocked} of {healthy} healthy visits were successful");
    assert!(unlocked > healthy / 2, "{unlocked} of {healthy} healthy visits were successful");
}
