package chat.parlor.protocol;

/**
 * What the server says to people, in their language. The refusals stand in {@code
 * docs/reference/refusals.md} as well, and a test compares the two.
 */
public final class Texts {
  private Texts() {}

  /** Why something was refused, as a sentence. */
  public static String refusal(Refusal refusal, Language language) {
    return switch (language) {
      case ENGLISH -> english(refusal);
      case CHINESE_SIMPLIFIED -> simplified(refusal);
      case CHINESE_TRADITIONAL -> traditional(refusal);
    };
  }

  /** Somebody came into the room. */
  public static String joined(Language language, String name) {
    return name + pick(language, " joined", " 进来了", " 進來了");
  }

  /** Somebody left the room. */
  public static String left(Language language, String name) {
    return name + pick(language, " left", " 离开了", " 離開了");
  }

  /** How many persons are in the room. */
  public static String count(Language language, int people) {
    String english = people == 1 ? " person here" : " people here";
    return pick(language, people + english, "现在有 " + people + " 人", "現在有 " + people + " 人");
  }

  /** The name of a guest who gave none. */
  public static String guestName(Language language, int number) {
    return pick(language, "Guest ", "访客 ", "訪客 ") + number;
  }

  /** The reason of close code 1008. */
  public static String authenticationFailed(Language language) {
    return pick(language, "authentication failed", "认证失败", "認證失敗");
  }

  /** The reason of close code 1012. */
  public static String stopping(Language language) {
    return pick(
        language,
        "The server is stopping. Please come back in a moment.",
        "服务器要停一下，请稍后再来。",
        "伺服器要停一下，請稍後再來。");
  }

  private static String pick(
      Language language, String english, String simplified, String traditional) {
    return switch (language) {
      case ENGLISH -> english;
      case CHINESE_SIMPLIFIED -> simplified;
      case CHINESE_TRADITIONAL -> traditional;
    };
  }

  private static String english(Refusal refusal) {
    return switch (refusal) {
      case BAD_JSON -> "This is not valid JSON.";
      case UNKNOWN_TYPE -> "Unknown type of message.";
      case INVALID_FIELD -> "A field is missing or wrong.";
      case TOO_LONG -> "The message is too long.";
      case NO_ROOM -> "Join a room first.";
      case NOT_FOUND -> "Not found.";
      case NO_SUCH_PERSON -> "There is nobody of that name here.";
      case FORBIDDEN -> "You are not allowed to do that.";
      case UNAUTHENTICATED -> "Please sign in first.";
      case ID_REUSED -> "This id already belongs to another message.";
      case BLOCKED_CONTENT -> "This message contains words that are not allowed here.";
      case RATE_LIMITED -> "Slow down a little, please.";
      case OVERLOADED -> "The server is busy. Please try again in a moment.";
      case STORAGE_UNAVAILABLE ->
          "Messages cannot be saved right now. Please try again in a moment.";
      case INTERNAL -> "Something went wrong on the server. Please try again.";
      case BAD_REQUEST -> "The request could not be understood.";
      case METHOD_NOT_ALLOWED -> "This method is not allowed here.";
      case REQUEST_TIMEOUT -> "The request took too long.";
      case TOO_LARGE -> "This is too large.";
      case URI_TOO_LONG -> "The address is too long.";
      case UPGRADE_REQUIRED -> "A WebSocket connection is needed here.";
      case HEADERS_TOO_LARGE -> "The request headers are too large.";
    };
  }

  private static String simplified(Refusal refusal) {
    return switch (refusal) {
      case BAD_JSON -> "这不是有效的 JSON。";
      case UNKNOWN_TYPE -> "不认识的消息类型。";
      case INVALID_FIELD -> "有一项缺失或填写有误。";
      case TOO_LONG -> "消息太长了。";
      case NO_ROOM -> "请先进入一个房间。";
      case NOT_FOUND -> "没有找到。";
      case NO_SUCH_PERSON -> "没有找到这个人。";
      case FORBIDDEN -> "你没有权限这样做。";
      case UNAUTHENTICATED -> "请先登录。";
      case ID_REUSED -> "这个 id 已经用于另一条消息。";
      case BLOCKED_CONTENT -> "消息里有这里不允许的内容。";
      case RATE_LIMITED -> "太快了，请稍等一下。";
      case OVERLOADED -> "服务器正忙，请稍后再试。";
      case STORAGE_UNAVAILABLE -> "消息暂时无法保存，请稍后再试。";
      case INTERNAL -> "服务器出了点问题，请再试一次。";
      case BAD_REQUEST -> "无法理解这个请求。";
      case METHOD_NOT_ALLOWED -> "这里不支持这种请求方法。";
      case REQUEST_TIMEOUT -> "请求超时了。";
      case TOO_LARGE -> "内容太大了。";
      case URI_TOO_LONG -> "地址太长了。";
      case UPGRADE_REQUIRED -> "这里需要 WebSocket 连接。";
      case HEADERS_TOO_LARGE -> "请求头太大了。";
    };
  }

  private static String traditional(Refusal refusal) {
    return switch (refusal) {
      case BAD_JSON -> "這不是有效的 JSON。";
      case UNKNOWN_TYPE -> "不認識的訊息類型。";
      case INVALID_FIELD -> "有一項缺少或填寫有誤。";
      case TOO_LONG -> "訊息太長了。";
      case NO_ROOM -> "請先進入一個房間。";
      case NOT_FOUND -> "找不到。";
      case NO_SUCH_PERSON -> "找不到這個人。";
      case FORBIDDEN -> "你沒有權限這樣做。";
      case UNAUTHENTICATED -> "請先登入。";
      case ID_REUSED -> "這個 id 已經用於另一則訊息。";
      case BLOCKED_CONTENT -> "訊息裡有這裡不允許的內容。";
      case RATE_LIMITED -> "太快了，請稍等一下。";
      case OVERLOADED -> "伺服器正忙，請稍後再試。";
      case STORAGE_UNAVAILABLE -> "訊息暫時無法儲存，請稍後再試。";
      case INTERNAL -> "伺服器出了點問題，請再試一次。";
      case BAD_REQUEST -> "無法理解這個請求。";
      case METHOD_NOT_ALLOWED -> "這裡不支援這種請求方法。";
      case REQUEST_TIMEOUT -> "請求逾時了。";
      case TOO_LARGE -> "內容太大了。";
      case URI_TOO_LONG -> "網址太長了。";
      case UPGRADE_REQUIRED -> "這裡需要 WebSocket 連線。";
      case HEADERS_TOO_LARGE -> "請求標頭太大了。";
    };
  }
}
