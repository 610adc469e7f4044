//! A temporary folder that goes away with the value.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// An empty folder of this test's own, removed on drop.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one; `purpose` is part of its name.
    pub fn new(purpose: &str) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("shangyun-{purpose}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    /// A browser that is just ending may still write a file: so a second try follows the first.
    fn drop(&mut self) {
        if std::fs::remove_dir_all(&self.0).is_err() {
            std::thread::sleep(std::time::Duration::from_millis(200));
            std::fs::remove_dir_all(&self.0).ok();
        }
    }
}
