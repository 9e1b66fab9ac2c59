/**
 * The scenarios: each brings a crowd and a server together in one way and writes down what came of
 * it. Knows nothing of sockets and of how figures are shown.
 */
@NullMarked
package chat.parlor.bench.scenario;

import org.jspecify.annotations.NullMarked;
