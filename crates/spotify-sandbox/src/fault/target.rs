//! Which requests a fault, or a count in the journal, is about.

use std::fmt;

/// A method and a path glob.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// None is every method.
    methods: Vec<String>,
    path: String,
}

impl Target {
    /// From `"METHOD /path"`, `"METHOD|METHOD /path"` or `"/path"`.
    pub(crate) fn parse(pattern: &str) -> Self {
        let pattern = pattern.trim();
        match pattern.split_once(char::is_whitespace) {
            Some((methods, path)) => {
                let methods = methods.split('|').filter(|method| *method != "*");
                let methods = methods.map(str::to_ascii_uppercase).collect();
                Self { methods, path: path.trim_start().to_owned() }
            }
            None => Self { methods: Vec::new(), path: pattern.to_owned() },
        }
    }

    pub(crate) fn matches(&self, method: &str, path: &str) -> bool {
        (self.methods.is_empty() || self.methods.iter().any(|wanted| wanted == method))
            && (glob(self.path.as_bytes(), path.as_bytes())
                || path.len() > 1 && glob(self.path.as_bytes(), path.trim_end_matches('/').as_bytes()))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.methods[..] {
            [] => f.write_str(&self.path),
            methods => write!(f, "{} {}", methods.join("|"), self.path),
        }
    }
}

/// Whether `text` fits `pattern`, where `*` stands for any bytes. Goes back to the last star only, so that no pattern
/// takes more than its length times the text's.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at_pattern, mut at_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at_text < text.len() {
        if pattern.get(at_pattern) == Some(&b'*') {
            star = Some((at_pattern, at_text));
            at_pattern += 1;
        } else if pattern.get(at_pattern) == Some(&text[at_text]) {
            at_pattern += 1;
            at_text += 1;
        } else if let Some((pattern_of_star, text_of_star)) = star {
            star = Some((pattern_of_star, text_of_star + 1));
            at_pattern = pattern_of_star + 1;
            at_text = text_of_star + 1;
        } else {
            return false;
        }
    }
    pattern[at_pattern..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_a_method_and_a_path() {
        let token = Target::parse("post /api/token");
        assert!(token.matches("POST", "/api/token"));
        assert!(token.matches("POST", "/api/token/"));
        assert!(!token.matches("GET", "/api/token"));
        assert!(!token.matches("POST", "/api/tokens"));
        assert!(Target::parse("/v1/me").matches("PUT", "/v1/me"));
        assert!(Target::parse("* /v1/me").matches("PUT", "/v1/me"));
        let either = Target::parse("put|POST /v1/me");
        assert!(either.matches("PUT", "/v1/me") && either.matches("POST", "/v1/me"));
        assert!(!either.matches("GET", "/v1/me") && !either.matches("PUT", "/v1/you"));
        assert_eq!(either.to_string(), "PUT|POST /v1/me");
    }

    #[test]
    fn a_star_is_any_text() {
        let any = |pattern, path| Target::parse(pattern).matches("GET", path);
        assert!(any("*", "/anything/at/all"));
        assert!(any("/v1/albums/*/tracks", "/v1/albums/abc/tracks"));
        assert!(any("/v1/*", "/v1/"));
        assert!(any("/a*b*c", "/axxbyybzc"));
        assert!(!any("/v1/albums/*/tracks", "/v1/albums/abc"));
        assert!(!any("/v1/*", "/v2/x"));
    }
}
