//! `lacuna rules new`: a folder of rules to begin with, which passes its own test.

use std::fs;
use std::path::Path;

use lacuna::error::Error;

use crate::cli::{Result, output};

/// The files, by their path in the folder. `{name}`, `{title}` and `{prefix}` are filled in.
const FILES: [(&str, &str); 4] = [
    ("checklists/{name}/checklist.yaml", include_str!("../skeleton/checklist.yaml")),
    ("checklists/{name}/procedure.yaml", include_str!("../skeleton/procedure.yaml")),
    ("lexicons/en.{name}.yaml", include_str!("../skeleton/lexicon.yaml")),
    ("tests/{name}.en.yaml", include_str!("../skeleton/test.yaml")),
];

/// Writes the files into a folder that holds none of them. Returns what to do next.
pub(super) fn create(folder: &Path, name: Option<&str>) -> Result<String> {
    let own = folder.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let name = name.map(str::to_owned).or(own).unwrap_or_default();
    let is_name = !name.is_empty()
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !is_name {
        return Err(Error::request(
            format!("`{name}` is no name for a checklist"),
            "give one with --name: small letters, digits and hyphens, such as our-checklist",
        )
        .into());
    }
    let title = name.replace('-', " ");
    let prefix: String = name.split('-').next().unwrap_or(&name).to_uppercase();
    let filled =
        |text: &str| text.replace("{name}", &name).replace("{title}", &title).replace("{prefix}", &prefix);
    for (path, _) in FILES {
        let path = folder.join(filled(path));
        if path.exists() {
            let help = "choose another folder or --name; nothing was written";
            return Err(Error::request(format!("{} is there already", path.display()), help).into());
        }
    }
    let mut out = String::new();
    for (path, text) in FILES {
        let path = folder.join(filled(path));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|cause| Error::Write { path: parent.to_owned(), cause })?;
        }
        output::write(&filled(text), Some(&path))?;
        out.push_str(&format!("{}\n", path.display()));
    }
    let folder = folder.display();
    out.push_str(&format!(
        "Next: lacuna rules check {folder}; lacuna rules test {folder}; \
         lacuna check LAW --rules {folder} --checklist {name}\n"
    ));
    Ok(out)
}
