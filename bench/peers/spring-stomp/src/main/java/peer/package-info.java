/** The few lines that the guide to Spring's STOMP shows. */
package peer;
