package io.peerwright.kit.http;

/** What the numbers of answers mean (RFC 9110, section 15), for people who read along. */
final class HttpStatus {

  private HttpStatus() {}

  static String phrase(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 206 -> "Partial Content";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 410 -> "Gone";
      case 413 -> "Content Too Large";
      case 416 -> "Range Not Satisfiable";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Refused";
    };
  }
}
