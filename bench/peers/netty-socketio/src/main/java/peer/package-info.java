/** The few lines that the documentation of netty-socketio shows. */
package peer;
