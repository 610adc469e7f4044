//! One running chromedriver on a port of its own choice.
#![expect(clippy::panic, reason = "a test without its browser has failed")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

/// A chromedriver process, ended with the value.
#[derive(Debug)]
pub struct Chromedriver {
    process: Child,
    port: u16,
}

impl Chromedriver {
    /// Starts it and waits until it says on which port it listens.
    pub fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .env("LANGUAGE", "zh_CN")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start ({error}): run ./test, which installs it"));
        let mut output = BufReader::new(process.stdout.take().expect("stdout is piped"));
        let port = read_port(&mut output);
        std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
        Self { process, port }
    }

    /// Its address on the loopback.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn read_port(output: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while output.read_line(&mut line).expect("chromedriver prints text") > 0 {
        if let Some((_, port)) = line.rsplit_once("started successfully on port ") {
            let digits = port.trim().trim_end_matches('.');
            return digits.parse().expect("the port is a number");
        }
        line.clear();
    }
    panic!("chromedriver ended before it named its port");
}
