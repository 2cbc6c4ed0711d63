//! Labels that people gave: a YAML file for each law.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::checklist::Status;
use crate::error::{Error, Place, Result, RuleFault};

/// A labelled law.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldLaw {
    pub law: String,
    /// Under the folder of laws.
    pub file: String,
    pub country: String,
    /// ISO 639-1 code.
    pub language: String,
    pub split: Split,
    /// By obligation.
    pub labels: BTreeMap<String, Label>,
}

/// Whether rule authors may read the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    Dev,
    /// Scored only.
    Check,
}

impl Split {
    pub fn name(self) -> &'static str {
        match self {
            Split::Dev => "dev",
            Split::Check => "check",
        }
    }
}

/// What a person found for one obligation.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {
    pub status: Status,
    /// The provisions that carry it, as cited: `57(1)(aa)`.
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub doubt: bool,
}

/// The labels of a folder, by the names of their files.
///
/// # Errors
/// A folder or file that cannot be read; [`Error::Rules`] with every file that is no label file.
pub fn load(folder: &Path) -> Result<Vec<GoldLaw>> {
    let unreadable = |path: &Path, cause| Error::Read { path: path.display().to_string(), cause };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|cause| unreadable(folder, cause))? {
        paths.push(entry.map_err(|cause| unreadable(folder, cause))?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    let mut laws = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|cause| unreadable(&path, cause))?;
        match serde_yaml::from_str::<GoldLaw>(&text) {
            Ok(law) => laws.push(law),
            Err(error) => {
                let message = error.without_snippet().to_string();
                let help = "a label file has law, file, country, language, split and labels".to_owned();
                faults.push(RuleFault { place: Place::file(path.display().to_string()), message, help });
            }
        }
    }
    if laws.is_empty() && faults.is_empty() {
        let help = "name the folder that holds the label files (*.yaml)";
        return Err(Error::request(format!("{} holds no labels", folder.display()), help));
    }
    if faults.is_empty() { Ok(laws) } else { Err(Error::Rules(faults)) }
}
