package io.peerwright.overlay.bittorrent.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An nginx in a lab, at 10.9.8.1: files over HTTP at port 80 and over HTTPS at 443, where {@code
 * /announce} leads to a tracker at 10.9.8.1:6969. What is asked for below {@code /moved/} over HTTP
 * is to be found at {@code /} over HTTPS.
 */
final class Nginx {

  static final String HTTP = "http://10.9.8.1/";
  static final String HTTPS = "https://10.9.8.1/";

  private final Path certificate;
  private final Path access;

  Nginx(Lab lab, Path folder, Path files) throws Exception {
    Path home = Files.createDirectories(folder.resolve("nginx"));
    certificate = home.resolve("certificate.pem");
    access = home.resolve("access.log");
    String make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout %1$s/key.pem"
            + " -out %1$s/certificate.pem -days 2 -subj /CN=test -addext subjectAltName=IP:10.9.8.1";
    lab.get(make.formatted(home).split(" "));
    Path settings =
        Files.writeString(
            home.resolve("nginx.conf"),
            """
            daemon off;
            user root;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events {}
            http {
              log_format connections '$remote_addr "$request" $status $connection';
              access_log %1$s/access.log connections;
              client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
              uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
              root %2$s;
              server {
                listen 10.9.8.1:80;
                location /moved/ { rewrite ^/moved/(.*)$ https://10.9.8.1/$1 redirect; }
              }
              server {
                listen 10.9.8.1:443 ssl;
                ssl_certificate %1$s/certificate.pem;
                ssl_certificate_key %1$s/key.pem;
                location = /announce { proxy_pass http://10.9.8.1:6969; }
              }
            }
            """
                .formatted(home, files));
    lab.run("nginx", "-e", home.resolve("error.log").toString(), "-c", settings.toString());
    Path pid = home.resolve("nginx.pid");
    for (int i = 0; i < 200 && !Files.exists(pid); i++) {
      Thread.sleep(50);
    }
  }

  /** What must be trusted over HTTPS. */
  Path certificate() {
    return certificate;
  }

  /** What was asked for, with the status and the number of the connection. */
  String asked() throws IOException {
    return Files.readString(access);
  }

  /** How many requests there were. */
  int requests() throws IOException {
    return Files.readAllLines(access).size();
  }

  /** How many connections they came over. */
  int connections() throws IOException {
    return (int)
        Files.readAllLines(access).stream()
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .distinct()
            .count();
  }
}
