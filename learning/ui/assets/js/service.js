// Enhancement only: every page works without this file.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { offerEmbeds } from "./embeds.js";
import { keepWhatIsUnsent } from "./unsent.js";

for (const component of [
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(component);
}

// Filters are folded away on a phone; where there is room beside the results they stand open.
if (window.matchMedia("(min-width: 40.0625em)").matches) {
  for (const details of document.querySelectorAll("details[data-open-where-wide]")) {
    details.open = true;
  }
}

offerEmbeds();
keepWhatIsUnsent();
