/** A real PostgreSQL for tests: started, killed, frozen and started again. */
@org.jspecify.annotations.NullMarked
package chat.parlor.databases;
