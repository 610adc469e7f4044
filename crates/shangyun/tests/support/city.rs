//! A city of its own, made by `shangyun init` and served by the program.

use super::demo::{free_address, status};
use super::folder::Folder;
use super::visitor::Visitor;
use serde_json::Value;
use shangyun::clock::real_now;
use std::fmt::Write as _;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A city in a folder of its own, gone with the value.
#[derive(Debug)]
pub struct City {
    /// Where it is served.
    pub address: SocketAddr,
    folder: Folder,
    serving: Option<Child>,
}

/// The program with arguments.
pub fn shangyun(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shangyun"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs the program to its end; gives what it printed, as JSON.
#[track_caller]
pub fn printed(arguments: &[&str], code: i32) -> Value {
    let output = shangyun(arguments).output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}\n{wrong}");
    serde_json::from_str(&said).unwrap_or(Value::String(said + &wrong))
}

impl City {
    /// An empty city: registers and policy are the shipped ones, made to hold on the day of the test.
    pub fn init(database: &str) -> (Self, Value) {
        let city = Self { address: free_address(), folder: Folder::new("city"), serving: None };
        let registers = city.path("registers");
        fs::create_dir_all(&registers).expect("a folder");
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for entry in fs::read_dir(shipped.join("cities/shenyang")).expect("the city").flatten() {
            fs::copy(entry.path(), registers.join(entry.file_name())).expect("copied");
        }
        let year = real_now().to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
        let mut calendar = fs::read_to_string(registers.join("calendar.toml")).expect("the calendar");
        for year in [year, year + 1] {
            if !calendar.contains(&format!("year = {year}")) {
                let _ = write!(calendar, "\n[[year]]\nyear = {year}\ndays_off = []\nworked = []\n");
            }
        }
        fs::write(registers.join("calendar.toml"), calendar).expect("written");
        let policy = fs::read_to_string(shipped.join("policies/shenyang-2018.policy.md")).expect("the policy");
        let policy = policy.replace("2022-12-31", "2099-12-31").replace("2023-01-01", "2100-01-01");
        fs::write(city.path("longer.policy.md"), policy).expect("written");
        let arguments = [
            ("--config", city.config()),
            ("--city", registers.display().to_string()),
            ("--policy", city.path("longer.policy.md").display().to_string()),
            ("--origin", format!("http://{}", city.address)),
            ("--listen", city.address.to_string()),
            ("--database", database.to_owned()),
            ("--system", "赵雨桐=system@city.test".to_owned()),
            ("--security", "钱明哲=security@city.test".to_owned()),
            ("--audit", "孙静=audit@city.test".to_owned()),
        ];
        let mut all = vec!["init", "--json"];
        all.extend(arguments.iter().flat_map(|(name, value)| [*name, value.as_str()]));
        let links = printed(&all, 0);
        (city, links)
    }

    /// An empty city from the template, as a new city begins; and the links of its administrators.
    pub fn from_template() -> (Self, Value) {
        let city = Self { address: free_address(), folder: Folder::new("city"), serving: None };
        let (config, origin, listen) = (city.config(), format!("http://{}", city.address), city.address.to_string());
        let people = ["--system", "赵一=a@city.test", "--security", "钱二=b@city.test", "--audit", "孙三=c@city.test"];
        let mut all = vec!["init", "--json", "--config", &config, "--city", "template", "--policy", "template"];
        all.extend(["--origin", &origin, "--listen", &listen]);
        all.extend(people);
        let links = printed(&all, 0);
        (city, links)
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path of its configuration.
    pub fn config(&self) -> String {
        self.path("city.toml").display().to_string()
    }

    /// Serves it; gives how long it took to the first answer.
    pub fn serve(&mut self) -> Duration {
        let log = fs::File::options().create(true).append(true).open(self.path("log")).expect("a log");
        let mut command = shangyun(&["serve", "--config", &self.config()]);
        command.stdout(log.try_clone().expect("shared")).stderr(log);
        let started = Instant::now();
        self.serving = Some(command.spawn().expect("the program starts"));
        while status(self.address, "/health") != Some(200) {
            assert!(started.elapsed() < Duration::from_mins(1), "it does not answer\n{}", self.log());
            thread::sleep(Duration::from_millis(2));
        }
        started.elapsed()
    }

    /// The number of the process that serves it.
    pub fn process_id(&self) -> Option<u32> {
        self.serving.as_ref().map(Child::id)
    }

    /// What the program logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Asks it to end, as a machine that shuts down does.
    pub fn end(&mut self) {
        let Some(mut serving) = self.serving.take() else { return };
        let asked = Command::new("kill").args(["-TERM", &serving.id().to_string()]).status().expect("kill runs");
        assert!(asked.success());
        let ended = serving.wait().expect("it ends");
        assert!(ended.success(), "{ended}\n{}", self.log());
    }

    /// Somebody new in front of it.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.address)
    }
}

impl Drop for City {
    fn drop(&mut self) {
        if let Some(serving) = &mut self.serving {
            serving.kill().ok();
            serving.wait().ok();
        }
        if thread::panicking() {
            eprintln!("--- what the program logged ---\n{}", self.log());
        }
    }
}
