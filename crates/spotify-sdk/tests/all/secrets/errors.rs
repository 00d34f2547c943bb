//! No error shows a secret, whatever the server says back.

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthorizationCode, ClientCredentials, StaticToken};
use spotify_sdk::{Environment, Error, SpotifyClient};

use super::everything_about;
use crate::support::operations::{Append, Read};
use crate::support::raw_server::{RawServer, Then};
use crate::support::{authorization_code, in_time, log_in, quick_clock};

/// Short, as no rule about long words finds them; and one of a real token's length.
const TOKEN: &str = "CANARYtoken";
const SECRET: &str = "CANARYsecret";
const CODE: &str = "CANARYcode";
const REFRESH: &str = "CANARYrefresh";

#[track_caller]
fn shows_nothing(error: &Error, context: &str) {
    let text = everything_about(error);
    assert!(!text.contains("CANARY"), "{context}: {text}");
    // base64(id:secret), at any of its beginnings.
    assert!(
        !text.contains("Q0FOQVJZ") && !text.contains("NBTkFSW") && !text.contains("DQU5BUl"),
        "{context}: {text}"
    );
}

/// What a server, a proxy or a debugging front end may answer with: the request itself, in many wrappings.
fn echoes(head: &str) -> Vec<String> {
    let authorization = head.lines().find_map(|line| line.strip_prefix("authorization: ")).unwrap_or("none");
    let word = authorization.split(' ').next_back().unwrap();
    vec![
        head.to_owned(),
        format!("Invalid token: {word}"),
        format!("no such token {word}, go away"),
        format!("{{\"error\":{{\"status\":400,\"message\":\"bad {word}\",\"reason\":\"{word}\"}}}}"),
        format!("{{\"error\":\"invalid_{word}\",\"error_description\":\"{word} is unknown\"}}"),
        format!("{{\"error\":\"x\",\"error_description\":\"Authorization: {authorization}\"}}"),
        format!("{{\"received\":{{\"headers\":[\"{authorization}\"]}}}}"),
        format!("{{\"access_token\":\"{word}\",\"token\":\"{word}\",\"t\":[\"{word}\"]}}"),
        format!("<html><pre>{head}</pre></html>"),
        format!("{{\"id\":\"x\",\"name\":{{\"{word}\":1}},\"total_tracks\":\"{word}\",\"{word}\":{{}}"),
        format!("\"{word}\""),
        format!("{{\"items\":\"{word}\",\"limit\":5}}"),
    ]
}

#[tokio::test]
async fn fault_100_api_errors_do_not_repeat_the_token_that_was_sent() {
    for status in [200, 302, 400, 401, 403, 404, 418, 429, 500, 503] {
        for which in 0..12 {
            let server = RawServer::start(move |exchange| {
                let body = echoes(exchange.head)[which].replace("\r\n", "\\r\\n");
                let location = body.chars().filter(char::is_ascii_graphic).collect::<String>();
                let headers = format!(
                    "location: /{location}\r\nwww-authenticate: Bearer error_description=\"{TOKEN}\"\r\n"
                );
                exchange.answer(status, &headers, body)
            });
            let client = SpotifyClient::builder()
                .api_base_url(server.url())
                .access_token(TOKEN)
                .clock(quick_clock())
                .environment(Environment::empty())
                .build()
                .unwrap();
            let context = format!("{status}, echo {which}");
            let errors = [
                client.run(Read).await.err(),
                client.run(Append).await.err(),
                client.albums().get("x1").await.err(),
                client.albums().get_saved().await.err(),
            ];
            assert!(status == 200 || errors.iter().all(Option::is_some), "{context}");
            for error in errors.iter().flatten() {
                shows_nothing(error, &context);
            }
        }
    }
}

fn app(accounts: &str) -> ClientCredentials {
    let auth = ClientCredentials::builder().client_id("id").client_secret(SECRET).accounts_base_url(accounts);
    auth.clock(quick_clock()).environment(Environment::empty()).build().unwrap()
}

fn user(accounts: &str) -> AuthorizationCode {
    AuthorizationCode::builder()
        .client_id("id")
        .client_secret(SECRET)
        .redirect_uri("https://your-app.com/callback")
        .refresh_token(REFRESH)
        .accounts_base_url(accounts)
        .clock(quick_clock())
        .environment(Environment::empty())
        .build()
        .unwrap()
}

#[tokio::test]
async fn fault_100_token_errors_do_not_repeat_secrets_codes_and_refresh_tokens() {
    for status in [200, 301, 400, 401, 403, 429, 500] {
        for which in 0..12 {
            let server = RawServer::start(move |exchange| {
                let mut body = echoes(exchange.head)[which].replace("\r\n", "\\r\\n");
                // The form as well, as it was sent and word by word.
                let words: Vec<_> =
                    url::form_urlencoded::parse(exchange.body.as_bytes()).map(|(_, word)| word).collect();
                body = body.replace('x', &format!("x {} {} ", exchange.body, words.join(" ")));
                exchange.answer(status, "", body)
            });
            let accounts = server.url();
            let context = format!("{status}, echo {which}");
            let errors = [
                app(&accounts).access_token().await.err(),
                user(&accounts).access_token().await.err(),
                user(&accounts).exchange_code(CODE).await.err(),
            ];
            for error in errors.iter().flatten() {
                shows_nothing(error, &context);
            }
        }
    }
}

#[tokio::test]
async fn fault_098_errors_of_the_network_show_no_secret() {
    let closing = RawServer::start(|_| Then::Close);
    let noise = RawServer::start(|exchange| {
        let noise = format!("CANARY{}\r\n\r\n", exchange.head);
        exchange.send(noise);
        Then::Close
    });
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for base in [closing.url(), noise.url(), format!("http://{nobody}"), "https://localhost:1".to_owned()] {
        let client = SpotifyClient::builder().api_base_url(&base).access_token(TOKEN).clock(quick_clock());
        let client = client.environment(Environment::empty()).build().unwrap();
        for error in [client.run(Read).await.unwrap_err(), client.run(Append).await.unwrap_err()] {
            shows_nothing(&error, &base);
        }
        let errors = [
            app(&base).access_token().await.unwrap_err(),
            user(&base).access_token().await.unwrap_err(),
            user(&base).exchange_code(CODE).await.unwrap_err(),
        ];
        errors.iter().for_each(|error| shows_nothing(error, &base));
    }
}

#[tokio::test]
async fn fault_098_errors_about_bad_input_show_no_secret() {
    let refused = [
        StaticToken::new("CANARY with a space").err(),
        SpotifyClient::from_client_credentials("", "CANARY").err(),
        SpotifyClient::from_client_credentials("id", "CANARY \n secret").err(),
        SpotifyClient::builder().access_token("CANARY").api_base_url("https://user:CANARY@x").build().err(),
        SpotifyClient::builder().access_token("CANARY").api_base_url("https://x/?CANARY").build().err(),
        SpotifyClient::builder().access_token("CANARY").proxy("socks9://CANARY@x").build().err(),
        SpotifyClient::builder().access_token("CANARY").client_secret("CANARY").build().err(),
        AuthorizationCode::builder()
            .client_id("a")
            .client_secret("b")
            .refresh_token("CANARY \r\n")
            .redirect_uri("https://x/")
            .build()
            .err(),
        AuthorizationCode::builder()
            .client_id("a")
            .client_secret("b")
            .redirect_uri("https://user:CANARY@x/")
            .build()
            .err(),
    ];
    for (number, error) in refused.iter().enumerate() {
        shows_nothing(error.as_ref().unwrap_or_else(|| panic!("{number} is accepted")), &number.to_string());
    }
}

#[tokio::test]
async fn fault_094_errors_of_a_login_hold_no_state_code_or_verifier() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    let code = url::Url::parse(&callback)
        .unwrap()
        .query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned();
    let kept = serde_json::to_value(&request).unwrap();
    let verifier = kept["code_verifier"].as_str().unwrap().to_owned();
    let state = request.state().to_owned();
    let mut errors = vec![
        auth.complete_authorization(request.clone(), &callback.replace("state=", "state=x"))
            .await
            .unwrap_err(),
        auth.complete_authorization(request.clone(), &format!("{callback}&code={code}")).await.unwrap_err(),
        auth.complete_authorization(request.clone(), &format!("{callback}&error=access_denied"))
            .await
            .unwrap_err(),
        auth.complete_authorization(request.clone(), &format!("{callback}&iss=https://x/?state={state}"))
            .await
            .unwrap_err(),
    ];
    in_time(auth.complete_authorization(request.clone(), &callback)).await.unwrap();
    errors.push(auth.complete_authorization(request, &callback).await.unwrap_err());
    errors.push(auth.exchange_code(&code).await.unwrap_err());
    log_in(&sandbox, &auth).await;
    for error in &errors {
        let text = everything_about(error);
        for secret in [&code, &verifier, &state] {
            assert!(!text.contains(secret.as_str()), "{text}");
        }
    }
}
