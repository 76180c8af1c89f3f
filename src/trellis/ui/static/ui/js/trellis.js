// What HTML can't do by itself. Every page works without this file.
import "./busy.js";
import "./combobox.js";
import "./dialogs.js";
import "./drafts.js";
import "./focus.js";
import "./small.js";
