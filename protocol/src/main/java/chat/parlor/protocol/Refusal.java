package chat.parlor.protocol;

/**
 * Every way in which a request can be refused: one closed list for the WebSocket and for REST. Bad
 * input is answered by one of these; a broken invariant of the server's own never is, except as
 * {@link #INTERNAL}.
 */
public enum Refusal {
  BAD_JSON("bad_json", 400, Retry.NEVER),
  UNKNOWN_TYPE("unknown_type", 400, Retry.NEVER),
  INVALID_FIELD("invalid_field", 422, Retry.NEVER),
  TOO_LONG("too_long", 422, Retry.NEVER),
  NO_ROOM("no_room", 422, Retry.NEVER),
  NOT_FOUND("not_found", 404, Retry.NEVER),
  NO_SUCH_PERSON("no_such_person", 404, Retry.NEVER),
  FORBIDDEN("forbidden", 403, Retry.NEVER),
  UNAUTHENTICATED("unauthenticated", 401, Retry.NEVER),
  ID_REUSED("id_reused", 409, Retry.NEVER),
  BLOCKED_CONTENT("blocked_content", 422, Retry.NEVER),
  RATE_LIMITED("rate_limited", 429, Retry.LATER),
  OVERLOADED("overloaded", 503, Retry.LATER),
  STORAGE_UNAVAILABLE("storage_unavailable", 503, Retry.SAME),
  INTERNAL("internal", 500, Retry.SAME),
  BAD_REQUEST("bad_request", 400, Retry.NEVER),
  METHOD_NOT_ALLOWED("method_not_allowed", 405, Retry.NEVER),
  REQUEST_TIMEOUT("request_timeout", 408, Retry.LATER),
  TOO_LARGE("too_large", 413, Retry.NEVER),
  URI_TOO_LONG("uri_too_long", 414, Retry.NEVER),
  UPGRADE_REQUIRED("upgrade_required", 426, Retry.NEVER),
  HEADERS_TOO_LARGE("headers_too_large", 431, Retry.NEVER);

  /** Whether sending again can help. */
  public enum Retry {
    /** The same request will be refused again. */
    NEVER,
    /** The same request with the same id: it may or may not have been done. */
    SAME,
    /** Not done; the same request after {@code retryAfterMillis}. */
    LATER
  }

  private final String code;
  private final int http;
  private final Retry retry;

  Refusal(String code, int http, Retry retry) {
    this.code = code;
    this.http = http;
    this.retry = retry;
  }

  /** The word on the wire. */
  public String code() {
    return code;
  }

  /** The HTTP status that carries it in REST. */
  public int http() {
    return http;
  }

  public Retry retry() {
    return retry;
  }
}
