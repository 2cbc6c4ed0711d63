//! What HTML templates may call: styles and scripts with the hash by which the page's own content security
//! policy allows them, and them alone.

use minijinja::{Environment, Error, ErrorKind, Value};
use sha2::{Digest, Sha256};

use super::looks::TemplateFiles;
use crate::error;

/// Gives an environment `asset(name)`, the text of a style or script; `sha256`, its hash as a policy wants it;
/// and `css_string`, any text inside quotation marks of a style.
///
/// # Errors
/// A style or script that would end its own element.
pub(super) fn offer(looks: &mut Environment<'static>, files: &TemplateFiles) -> error::Result<()> {
    let assets: Vec<_> = files.assets().map(|(name, _, text)| (name.to_owned(), text.to_owned())).collect();
    if let Some((_, origin, _)) =
        files.assets().find(|(.., text)| text.contains("</") || text.contains("<!--"))
    {
        let message = "a style or script may hold neither `</` nor `<!--`".into();
        return Err(error::Error::Template { name: origin.into(), message });
    }
    looks.add_function("asset", move |name: &str| match assets.iter().find(|(other, _)| other == name) {
        Some((_, text)) => Ok(Value::from_safe_string(text.clone())),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("there is no style or script `{name}`"))),
    });
    looks.add_filter("sha256", |text: &str| base64(&Sha256::digest(text.as_bytes())));
    looks.add_filter("css_string", |text: &str| Value::from_safe_string(css_string(text)));
    Ok(())
}

/// Letters and digits as they are, everything else as an escape that ends itself.
fn css_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || c == ' ' => out.push(c),
            c => out.push_str(&format!("\\{:x} ", u32::from(c))),
        }
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_as_policies_want_them() {
        assert_eq!(base64(b""), "");
        assert_eq!([base64(b"f"), base64(b"fo"), base64(b"foo")], ["Zg==", "Zm8=", "Zm9v"]);
        // Known from RFC 6234's empty message.
        assert_eq!(base64(&Sha256::digest(b"")), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn no_text_ends_a_string_of_a_style() {
        assert_eq!(css_string("Secret\"}</style>"), "Secret\\22 \\7d \\3c \\2f style\\3e ");
    }
}
