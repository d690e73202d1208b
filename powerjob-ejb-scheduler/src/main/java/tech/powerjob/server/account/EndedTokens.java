package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import tech.powerjob.server.store.Transactions;

/**
 * Tokens of users who have logged out, in {@code ended_token}. What another server has ended counts
 * here {@link #FRESHNESS} later at most. Thread-safe.
 */
@ApplicationScoped
public class EndedTokens {
  static final Duration FRESHNESS = Duration.ofSeconds(3);

  private final Transactions transactions;
  private final Clock clock = Clock.systemUTC();
  private final ShortMemory<String, Boolean> known = new ShortMemory<>();

  /** For the proxy. */
  protected EndedTokens() {
    this(null);
  }

  @Inject
  public EndedTokens(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Ends a token; one that has ended already is fine.
   *
   * @param tokenId its id, unique among all tokens
   * @param until when it would have ended anyway
   */
  public void end(String tokenId, Instant until) {
    transactions.commit(
        connection -> {
          try (var forget =
              connection.prepareStatement(
                  "DELETE FROM ended_token WHERE ends_at < ? OR token_id = ?")) {
            forget.setLong(1, clock.instant().minus(FRESHNESS).toEpochMilli());
            forget.setString(2, tokenId);
            forget.executeUpdate();
          }
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO ended_token (token_id, ends_at) VALUES (?,?)")) {
            insert.setString(1, tokenId);
            insert.setLong(2, until.toEpochMilli());
            return insert.executeUpdate();
          }
        });
    known.remember(tokenId, true, clock.instant(), FRESHNESS);
  }

  /** Whether a token was ended. */
  public boolean isEnded(String tokenId) {
    var now = clock.instant();
    return known
        .recall(tokenId, now)
        .orElseGet(
            () -> {
              boolean ended = read(tokenId);
              known.remember(tokenId, ended, now, FRESHNESS);
              return ended;
            });
  }

  private boolean read(String tokenId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement("SELECT 1 FROM ended_token WHERE token_id = ?")) {
            select.setString(1, tokenId);
            try (var rows = select.executeQuery()) {
              return rows.next();
            }
          }
        });
  }
}
