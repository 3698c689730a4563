// Contents page 4: what owners and admins set in the browser. Read from memory, kept in the database.
export {
  catalogue,
  defaultOf,
  type InstallationKey,
  isSettingKey,
  type SettingKey,
  type SettingValue,
  type WorkspaceKey,
} from './catalogue.js';
export {
  forgetSettings,
  installationSetting,
  loadSettings,
  pinSetting,
  refreshSettings,
  saveInstallationSettings,
  saveSettings,
  setting,
  settingsEdition,
  unreadableSettings,
  watchSettings,
} from './store.js';
