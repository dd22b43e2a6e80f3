"""Every setting that Streamlit knows outside its theme, so that a typo is told before anything is installed.

A test compares this list with the installed Streamlit.
"""

from __future__ import annotations

OPTIONS = frozenset(
    """
    browser.gatherUsageStats browser.serverAddress browser.serverPort
    client.allowedOrigins client.disableDataExport client.showErrorDetails client.showErrorLinks
    client.showSidebarNavigation client.toolbarMode
    global.appTest global.developmentMode global.disableWidgetStateDuplicationWarning global.e2eTest
    global.maxCachedMessageAge global.minCachedMessageSize global.showWarningOnDirectExecution
    global.suppressDeprecationWarnings global.unitTest
    logger.enableRich logger.hideWelcomeMessage logger.level logger.messageFormat
    magic.displayLastExprIfNoSemicolon magic.displayRootDocString
    runner.cacheBackgroundRefreshMaxWorkers runner.cacheBackgroundRefreshTTLMultiplier runner.cacheHashSeed
    runner.connectionDefaultTTL runner.enforceSerializableSessionState runner.enumCoercion runner.fastReruns
    runner.magicEnabled runner.parallelMaxWorkers runner.postScriptGC
    secrets.files
    server.address server.agentMaxSessions server.agentPreviewRows server.agentSessionTTL server.agentWaitTimeout
    server.allowRunOnSave server.allowedHosts server.baseUrlPath server.cookieSecret server.corsAllowedOrigins
    server.customComponentBaseUrlPath server.disconnectedSessionTTL server.enableAgentApi server.enableCORS
    server.enableExpensiveMemoryStats server.enableStaticServing server.enableWebsocketCompression
    server.enableXsrfProtection server.fileWatcherType server.folderWatchBlacklist server.folderWatchList
    server.headless server.maxCacheDataSize server.maxMessageSize server.maxUploadSize server.maxWidgetStateSize
    server.port server.runOnSave server.scriptHealthCheckEnabled server.showEmailPrompt server.sslCertFile
    server.sslKeyFile server.trustedUserHeaders server.unsafeMetricsUserAttributes server.websocketPingInterval
    server.xsrfCookieSameSite
    ui.hideTopBar
    """.split()  # noqa: SIM905 - read as a paragraph
)
