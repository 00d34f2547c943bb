//! What a hostile program on this machine, or a hostile page in its browser, sends to a listener that waits for a callback.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use super::chance::Chance;

/// No answer takes this long, and no attacker has more patience.
const PATIENCE: Duration = Duration::from_secs(2);

/// What must come back from nowhere.
pub(super) const MARK: &str = "<script>REFLECTED</script>";

/// Where the callback is waited for.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) address: SocketAddr,
    pub(super) path: String,
}

impl Target {
    fn host(&self) -> String {
        self.address.to_string()
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    fn get(&self, target: &str, host: &str, more: &str) -> String {
        format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n")
    }
}

/// One kind of attack.
pub(super) struct Attack {
    pub(super) name: &'static str,
    /// Which answers are right. The connection may be closed instead, always: too many are open.
    pub(super) answers: &'static [u16],
    /// Whether the listener takes it for a callback of another login, of which it bears 99.
    pub(super) is_callback: bool,
    request: fn(&Target, &mut Chance) -> Vec<u8>,
}

/// Everything that is sent at once. Slow and silent ones are [`hold`]'s.
pub(super) const ATTACKS: [Attack; 16] = [
    Attack {
        name: "wrong state",
        answers: &[400],
        is_callback: true,
        request: |target, chance| {
            let path = format!("{}?code=AQ{}&state={}", target.path, chance.word(40), chance.word(43));
            target.get(&path, &target.host(), "").into()
        },
    },
    Attack {
        name: "forged error",
        answers: &[400],
        is_callback: true,
        request: |target, chance| {
            let state =
                if chance.below(2) == 0 { String::new() } else { format!("&state={}", chance.word(43)) };
            let path = format!("{}?error=access_denied&error_description={MARK}{state}", target.path);
            target.get(&path, &target.host(), "").into()
        },
    },
    Attack {
        name: "repeated parameters",
        answers: &[400],
        is_callback: true,
        request: |target, chance| {
            let word = chance.word(20);
            let path = format!("{0}?code={word}&code={word}&state=a&state=b", target.path);
            target.get(&path, &target.host(), "").into()
        },
    },
    Attack {
        name: "DNS rebinding",
        answers: &[421],
        is_callback: false,
        request: |target, chance| {
            let host =
                ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "[::1]", "0.0.0.0"];
            let path = format!("{}?code=a&state={}", target.path, chance.word(43));
            target.get(&path, host[chance.below(host.len())], "").into()
        },
    },
    Attack {
        name: "no host, or two",
        answers: &[400],
        is_callback: false,
        request: |target, chance| {
            let path = format!("{}?code=a&state=b", target.path);
            match chance.below(2) {
                0 => format!("GET {path} HTTP/1.1\r\n\r\n").into(),
                _ => target.get(&path, &target.host(), "Host: evil.example\r\n").into(),
            }
        },
    },
    Attack {
        name: "another authority in the target",
        answers: &[400, 421],
        is_callback: false,
        request: |target, _| {
            target
                .get(&format!("http://evil.example{}?code=a&state=b", target.path), &target.host(), "")
                .into()
        },
    },
    Attack {
        name: "another path",
        answers: &[404],
        is_callback: false,
        request: |target, chance| {
            let paths = [
                "/favicon.ico",
                "/",
                "/done",
                "/callback/",
                "/callback/../callback",
                "//evil.example/callback",
                "/%63allback",
            ];
            target.get(paths[chance.below(paths.len())], &target.host(), "").into()
        },
    },
    Attack {
        name: "another method",
        answers: &[405],
        is_callback: false,
        request: |target, chance| {
            let method = ["POST", "OPTIONS", "HEAD", "PUT", "DELETE", "BREW"][chance.below(6)];
            let more = "Access-Control-Request-Private-Network: true\r\nContent-Length: 0\r\n";
            let path = format!("{}?code=a&state=b", target.path);
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{more}\r\n", target.host()).into()
        },
    },
    Attack {
        name: "a line without end",
        answers: &[400, 414, 431],
        is_callback: false,
        request: |target, chance| {
            let path = format!("{}?code={}", target.path, "a".repeat(chance.between(17_000, 300_000)));
            target.get(&path, &target.host(), "").into()
        },
    },
    Attack {
        name: "headers without end",
        answers: &[400, 431],
        is_callback: false,
        request: |target, chance| {
            let line = format!("X-{}: {}\r\n", chance.word(8), "b".repeat(200));
            target.get(&target.path, &target.host(), &line.repeat(chance.between(100, 5_000))).into()
        },
    },
    Attack {
        name: "noise",
        answers: &[400],
        is_callback: false,
        request: |_, chance| {
            let length = chance.between(1, 4_000);
            let mut bytes: Vec<u8> = (0..length).map(|_| chance.byte()).collect();
            bytes.extend_from_slice(b"\r\n\r\n");
            bytes
        },
    },
    Attack {
        name: "TLS",
        answers: &[400],
        is_callback: false,
        request: |_, chance| {
            let mut hello = vec![0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];
            hello.extend((0..512).map(|_| chance.byte()));
            hello
        },
    },
    Attack {
        name: "HTTP/2",
        answers: &[400, 505],
        is_callback: false,
        request: |_, _| b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(),
    },
    Attack {
        name: "a web socket",
        answers: &[404],
        is_callback: false,
        request: |target, _| {
            let more = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://evil.example\r\n";
            target.get("/socket", &target.host(), more).into()
        },
    },
    Attack {
        name: "smuggling",
        answers: &[400, 404, 405],
        is_callback: false,
        request: |target, _| {
            let inner = target.get(&format!("{}?code=a&state=b", target.path), "evil.example", "");
            let more = format!("Content-Length: {}\r\nTransfer-Encoding: chunked\r\n", inner.len());
            format!("{}0\r\n\r\n{inner}", target.get("/smuggled", &target.host(), &more)).into()
        },
    },
    Attack {
        name: "a hundred in a row",
        answers: &[404],
        is_callback: false,
        request: |target, _| {
            target.get("/again", &target.host(), "Connection: keep-alive\r\n").repeat(100).into()
        },
    },
];

/// What came of one attack: the status of the first answer, if there was one.
pub(super) fn make(attack: &Attack, target: &Target, chance: &mut Chance) -> io::Result<Option<u16>> {
    let mut stream = target.connect()?;
    // Cut off in the middle is an answer as well: whoever has heard enough does not listen to the end.
    let _ = stream.write_all(&(attack.request)(target, chance));
    if chance.below(4) == 0 {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.take(64 * 1024).read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer);
    assert!(!text.contains("REFLECTED"), "{}: reflected in {text}", attack.name);
    let status = text.strip_prefix("HTTP/1.1 ").or_else(|| text.strip_prefix("HTTP/1.0 "));
    Ok(status.and_then(|rest| rest.get(..3)?.parse().ok()))
}

/// Sockets that are opened, kept, and opened again when the listener closes them: silent ones, and some that send their request
/// byte by byte.
pub(super) struct Held {
    target: Target,
    silent: Vec<TcpStream>,
    slow: Vec<(TcpStream, usize)>,
    pub(super) opened: usize,
}

impl Held {
    pub(super) fn new(target: Target) -> Self {
        Self { target, silent: Vec::new(), slow: Vec::new(), opened: 0 }
    }

    /// Opens what is missing of so many, and sends each slow one's next byte.
    pub(super) fn turn(&mut self, silent: usize, slow: usize) {
        self.silent.retain(|stream| {
            let open = stream.set_nonblocking(true).is_ok();
            open && matches!((&*stream).read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
        });
        let request = self.target.get(&self.target.path, &self.target.host(), "X-Slow: yes\r\n");
        self.slow.retain_mut(|(stream, sent)| {
            let byte = request.as_bytes()[*sent % request.len()];
            *sent += 1;
            // It never comes to the end of its request.
            *sent < request.len() - 2 && stream.write_all(&[byte]).is_ok()
        });
        while self.silent.len() < silent {
            match self.target.connect() {
                Ok(stream) => self.silent.push(stream),
                Err(_) => break,
            }
            self.opened += 1;
        }
        while self.slow.len() < slow {
            match self.target.connect() {
                Ok(stream) => self.slow.push((stream, 0)),
                Err(_) => break,
            }
            self.opened += 1;
        }
    }
}
