//! Runs the `doorstep` program.

use std::{
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout, Command},
    task::JoinHandle,
};

use crate::fixtures::{wait_for, wait_until};

/// Runs a command that ends by itself. Returns its exit code, stdout and stderr.
pub(crate) async fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    run_in(Path::new("."), arguments, environment).await
}

/// The same as [`run`], with this text on standard input.
pub(crate) async fn run_with_input(
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
    input: &str,
) -> (i32, String, String) {
    let mut process =
        command(folder, arguments, environment).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = process.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    ended(process.wait_with_output().await.unwrap())
}

/// The same as [`run`], in this folder.
pub(crate) async fn run_in(
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> (i32, String, String) {
    ended(command(folder, arguments, environment).output().await.unwrap())
}

fn ended(output: std::process::Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(crate) fn command(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A running `doorstep` process. It is killed when this is dropped.
pub(crate) struct Program {
    process: Child,
    stdout: Lines<BufReader<ChildStdout>>,
    log: Arc<Mutex<String>>,
    logging: JoinHandle<()>,
}

impl Program {
    pub(crate) fn start(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut process = command(folder, arguments, environment).spawn().unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap()).lines();
        let log = Arc::default();
        let logging = tokio::spawn(collect(process.stderr.take().unwrap(), Arc::clone(&log)));
        Self { process, stdout, log, logging }
    }

    /// The next line of stdout, `None` at its end.
    pub(crate) async fn next_line(&mut self) -> Option<String> {
        self.stdout.next_line().await.unwrap()
    }

    /// Everything the program has logged until now.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The limits of the process, as Linux shows them.
    pub(crate) fn limits(&self) -> String {
        let limits = format!("/proc/{}/limits", self.process.id().unwrap());
        std::fs::read_to_string(limits).unwrap()
    }

    /// Sends the signal with this name, for example `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let number = self.process.id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &number]).status();
        assert!(sent.unwrap().success());
    }

    /// Asks the program to end, as service managers do.
    pub(crate) fn terminate(&self) {
        self.signal("TERM");
    }

    /// Waits until the program has ended with exit code 0.
    pub(crate) async fn ended(&mut self) {
        let status = wait_for("the program has ended", self.process.wait()).await.unwrap();
        assert_eq!(status.code(), Some(0), "{}", self.log());
    }

    /// Ends the program. Returns its whole log.
    pub(crate) async fn stop(&mut self) -> String {
        self.terminate();
        self.ended().await;
        (&mut self.logging).await.unwrap();
        self.log()
    }
}

async fn collect(stderr: ChildStderr, log: Arc<Mutex<String>>) {
    let mut lines = BufReader::new(stderr).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        let mut log = log.lock().unwrap();
        log.push_str(&line);
        log.push('\n');
    }
}

/// A running `doorstep demo` on free ports.
pub(crate) struct Demo {
    pub(crate) program: Program,
    pub(crate) admin_url: String,
    printed: Vec<(String, String)>,
}

impl Demo {
    /// Starts the demo and waits until it listens.
    pub(crate) async fn start(environment: &[(&str, &str)]) -> Self {
        Self::start_in(Path::new(env!("CARGO_MANIFEST_DIR")), environment).await
    }

    /// The same as [`Demo::start`], in this folder.
    pub(crate) async fn start_in(folder: &Path, environment: &[(&str, &str)]) -> Self {
        let arguments = ["demo", "--listen", "127.0.0.1:0"];
        let mut program = Program::start(folder, &arguments, environment);
        let printed = wait_for("the demo prints its links", printed(&mut program)).await;
        let admin_url = admin_url(&mut program).await;
        Self { program, admin_url, printed }
    }

    /// The scenarios' names and links.
    pub(crate) fn links(&self) -> impl Iterator<Item = &(String, String)> {
        self.printed.iter().filter(|(_, value)| value.contains("/links/"))
    }

    /// What was printed after `name`: the link of a scenario, or another value.
    pub(crate) fn value(&self, name: &str) -> &str {
        &self.printed.iter().find(|(printed, _)| printed == name).unwrap().1
    }

    pub(crate) async fn metrics(&self) -> String {
        let answer = crate::harness::get(&format!("{}/metrics", self.admin_url)).await.unwrap();
        answer.text().await.unwrap()
    }
}

/// Names and values, one pair a line, separated by a tab.
async fn printed(program: &mut Program) -> Vec<(String, String)> {
    let mut printed = Vec::new();
    while let Some(line) = program.next_line().await {
        let (name, value) = line.split_once('\t').unwrap();
        printed.push((name.to_owned(), value.to_owned()));
        if name == "operator-key" {
            return printed;
        }
    }
    panic!("the demo ended early: {}", program.log());
}

async fn admin_url(program: &mut Program) -> String {
    let before_url = "health and metrics on ";
    wait_until("the demo listens", async || {
        assert!(program.process.try_wait().unwrap().is_none(), "ended early: {}", program.log());
        program.log().contains(before_url)
    })
    .await;
    let log = program.log();
    let url = log.split_once(before_url).unwrap().1;
    url.split(['"', '\n', '\u{1b}']).next().unwrap().to_owned()
}
