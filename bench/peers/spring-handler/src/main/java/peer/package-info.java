/** The few lines that tutorials of Spring's WebSocket handler show. */
package peer;
