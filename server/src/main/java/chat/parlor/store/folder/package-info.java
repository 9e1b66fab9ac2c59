/** The folder that a server keeps, whatever store it uses. */
@NullMarked
package chat.parlor.store.folder;

import org.jspecify.annotations.NullMarked;
