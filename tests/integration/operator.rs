//! An operator with the `doorstep link` command, Kisi's API key and a mail server.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::{
    fixtures::ThemeFolder,
    harness::Doorstep,
    program::{Program, command, run_in, run_with_input},
    smtp::MailServer,
};

/// An operator at a terminal, in a folder with a theme.
pub(crate) struct Operator {
    pub(crate) folder: ThemeFolder,
    environment: Vec<(&'static str, String)>,
}

/// What a command has printed.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Operator {
    /// An operator of the Kisi behind `doorstep`.
    pub(crate) fn of(doorstep: &Doorstep) -> Self {
        let environment = vec![
            ("DOORSTEP_KISI__BASE_URL", doorstep.api.base_url()),
            ("DOORSTEP_KISI__API_KEY", doorstep.kisi.operator_key()),
            ("DOORSTEP_KISI__REQUESTS_PER_SECOND", "500".to_owned()),
            ("DOORSTEP_SERVER__PUBLIC_URL", doorstep.base_url.clone()),
            ("TZ", "Europe/Berlin".to_owned()),
        ];
        let folder = ThemeFolder::new("name = \"Acme\"\n[contact]\nemail = \"desk@acme.example\"");
        Self { folder, environment }
    }

    /// The same operator, who sends mails over this server.
    pub(crate) fn with_mail(self, server: &MailServer) -> Self {
        self.set("DOORSTEP_MAIL__SMTP_URL", &server.url)
            .set("DOORSTEP_MAIL__FROM", "Acme <visit@acme.example>")
    }

    /// The same operator with another setting.
    pub(crate) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.environment.retain(|(other, _)| *other != name);
        self.environment.push((name, value.to_owned()));
        self
    }

    fn environment(&self) -> Vec<(&str, &str)> {
        self.environment.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// Runs `doorstep link` with these arguments.
    pub(crate) async fn runs(&self, arguments: &[&str]) -> Printed {
        let arguments: Vec<_> = ["link"].iter().chain(arguments).copied().collect();
        let (code, stdout, stderr) =
            run_in(self.folder.root(), &arguments, &self.environment()).await;
        Printed { code, stdout, stderr }
    }

    /// Runs `doorstep link` with this text on standard input.
    pub(crate) async fn runs_with(&self, arguments: &[&str], input: &str) -> Printed {
        let arguments: Vec<_> = ["link"].iter().chain(arguments).copied().collect();
        let (code, stdout, stderr) =
            run_with_input(self.folder.root(), &arguments, &self.environment(), input).await;
        Printed { code, stdout, stderr }
    }

    /// Runs `doorstep link` with these arguments on a full disk, and returns its errors.
    pub(crate) async fn runs_into_full_disk(&self, arguments: &[&str]) -> String {
        let arguments: Vec<_> = ["link"].iter().chain(arguments).copied().collect();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = command(self.folder.root(), &arguments, &self.environment());
        let child = command.stdout(full).spawn().unwrap();
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }

    /// Starts `doorstep link` with these arguments.
    pub(crate) fn starts(&self, arguments: &[&str]) -> Program {
        let arguments: Vec<_> = ["link"].iter().chain(arguments).copied().collect();
        Program::start(self.folder.root(), &arguments, &self.environment())
    }

    /// The links that Kisi has in the group "Visitors".
    pub(crate) async fn links(&self) -> Vec<Value> {
        let printed = self.runs(&["list", "--group", "1", "--json"]).await;
        serde_json::from_str(&printed.succeeded()).unwrap()
    }

    /// Saves a file with visitors.
    pub(crate) fn saves(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The report about the visitors in a file.
    pub(crate) fn report(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path(&format!("{name}.sent.csv"))).unwrap()
    }
}

impl Printed {
    /// What was printed, by a command that has succeeded.
    pub(crate) fn succeeded(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// The error of a command that has failed.
    pub(crate) fn failed(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        self.stderr
    }
}
