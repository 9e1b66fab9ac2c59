package chat.parlor.net.http;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the routes for operators tell.
 *
 * @param ready whether the server takes messages
 * @param metrics the text for Prometheus
 * @param stats the body of {@code /api/stats}, JSON
 */
public record Status(BooleanSupplier ready, Supplier<String> metrics, Supplier<byte[]> stats) {}
