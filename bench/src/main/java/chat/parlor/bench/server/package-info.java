/** Servers that are loaded: started or found running, and what the system says of their process. */
@NullMarked
package chat.parlor.bench.server;

import org.jspecify.annotations.NullMarked;
